// The reader of a plan: places, finding, tips, the outline, and, with the token, correcting. Without it the page is whole.
import { copyExactly } from "./reader/copy";
import { listenToCorrections } from "./reader/correct";
import { listenToFind } from "./reader/find";
import { followOutline } from "./reader/outline";
import { showPlace } from "./reader/place";
import { listenToLegend, listenToMentions } from "./reader/tips";

addEventListener("hashchange", showPlace);
showPlace();
listenToFind();
copyExactly();
listenToMentions();
listenToLegend();
followOutline();
listenToCorrections();
