// Mark in the outline where the reader is.

let waiting = false;

function mark(): void {
  waiting = false;
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".outline a")];
  const edge = Math.min(innerHeight * 0.3, 220);
  let here: HTMLAnchorElement | undefined;
  for (const link of links) {
    const place = document.getElementById(link.hash.slice(1));
    if (place && place.getBoundingClientRect().top <= edge) here = link;
  }
  for (const link of links) {
    if (link === here) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
  const box = here?.closest<HTMLElement>(".outline");
  if (here && box && box.scrollHeight > box.clientHeight) {
    const inside = here.offsetTop - box.offsetTop;
    if (inside < box.scrollTop || inside > box.scrollTop + box.clientHeight - 40) box.scrollTop = inside - box.clientHeight / 2;
  }
}

export function followOutline(): void {
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  later();
}
