// The state of the explorer is its address: what of it is drawn, where it looks, and its lists of keys.
import type { Camera } from "./camera";

const SEEN_ONLY = ["at", "q", "table", "sort", "page", "camera", "lang"]; // what does not change the drawing

/** What an address asks to be drawn. */
export function drawn(address: URL): string {
  const asked = new URLSearchParams(address.search);
  for (const name of SEEN_ONLY) asked.delete(name);
  asked.sort();
  return asked.toString();
}

export function cameraOf(address: URL): Camera | null {
  const [x, y, zoom] = (address.searchParams.get("camera") ?? "").split(",").map(Number);
  return x !== undefined && y !== undefined && zoom !== undefined && [x, y, zoom].every(Number.isFinite) && zoom > 0 ? { x, y, zoom } : null;
}

/** Change a list of keys in an address; each key once. */
export function listed(address: URL, name: string, how: (keys: string[]) => string[]): void {
  const keys = [...new Set(how((address.searchParams.get(name) ?? "").split(",").filter(Boolean)))];
  if (keys.length) address.searchParams.set(name, keys.join(","));
  else address.searchParams.delete(name);
}
