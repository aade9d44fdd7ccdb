"""All that writes over HTTP, together: who may, the queue of imports, what takes plans in and out."""

from api.accounts.sessions import Sessions
from api.cases.case_book import CaseBook
from api.corrections.revising import Revisions
from api.edge.refusal import RefusedRequest
from api.edge.settings import Settings
from api.edge.upload_folders import UploadFolders
from api.imports.jobs import Jobs
from api.imports.keeping import Keeper
from api.imports.reading import Bounds
from api.imports.states import JobState
from api.pairs.pair_book import PairBook
from api.progress.progress_book import ProgressBook
from api.read_model.read_model import ReadModel
from extract.messages import message
from graph.build.versions import OnDuplicate
from graph.corrections.csv import GRAPH
from graph.store import Store
from ontology import iris


class Writer:
    """The one who writes into a store."""

    def __init__(self, store: Store, settings: Settings, sessions: Sessions, library: ReadModel) -> None:
        self.store = store
        self.settings = settings
        self.library = library
        self.sessions = sessions
        self.keeper = Keeper(store, library)
        self.revisions = Revisions(store, library)
        self.cases = CaseBook(store, library)
        self.progress = ProgressBook(store, library)
        self.pairs = PairBook(store, library)
        bounds = Bounds(seconds=settings.import_seconds, memory=settings.import_memory)
        self.uploads = UploadFolders(settings.data)
        self.jobs = Jobs(self.keeper.keep, bounds, self.keeper.finish)

    def decide(self, job: str, place: int, choice: OnDuplicate) -> JobState | None:
        """Do with a file what a person decided who was asked; ``None`` where no one was asked about it."""
        return self.jobs.decide(
            job, place, lambda file: self.keeper.decide(file.gain.plan if file.gain else "", choice)
        )

    def remove_plan(self, plan_id: str, seen: int | None = None) -> None:
        """Take a plan out of the store.

        Raises:
            RefusedRequest: 404 when there is none of that id, 412 when it was changed after the revision ``seen``.
        """
        iri = f"{iris.ID}plan/{iris.segment(plan_id)}" if plan_id.strip(".") else ""
        if not iri:
            raise RefusedRequest(404, message("没有这份方案。"))
        if not self.keeper.remove(iri, seen):
            raise RefusedRequest(404, message("没有这份方案。"))

    def about(self, target: str) -> tuple[str, ...]:
        """Give the graphs that a correction of ``target`` is about: its plan, or all plans and the corrections."""
        graphs = [graph for graph in self.store.graphs() if graph.startswith(f"{iris.ID}plan/")]
        own = tuple(graph for graph in graphs if f"{target}/".startswith(f"{graph}/"))
        return own or (*graphs, GRAPH)
