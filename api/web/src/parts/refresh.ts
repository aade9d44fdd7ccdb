// Ask the server for this page again and put its new parts in place of the old: the server alone writes the words.

/** Replace the elements with these ids by those of a newly fetched page; gives false where the server did not answer. */
export async function refresh(ids: readonly string[], address = location.pathname + location.search): Promise<boolean> {
  let answer: Response;
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
  } catch {
    return false;
  }
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ids) {
    const fresh = page.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old) old.replaceWith(document.importNode(fresh, true));
  }
  return true;
}
