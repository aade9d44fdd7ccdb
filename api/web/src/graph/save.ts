// Save a picture: the SVG that the server draws, with title, scope, legend and source, is painted on a canvas for a PNG.

const LONGEST = 12_000; // pixels of a side; browsers refuse larger canvases
const SHARP = 2;

/** Paint an SVG of this server. */
export async function png(address: string): Promise<Blob | null> {
  const answer = await fetch(address, { credentials: "same-origin" });
  return answer.ok ? paint(await answer.text()) : null;
}

/** Paint an SVG on a canvas. */
export async function paint(svg: string): Promise<Blob | null> {
  const source = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const ratio = Math.min(SHARP, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [Math.ceil(image.naturalWidth * ratio), Math.ceil(image.naturalHeight * ratio)];
    sheet.getContext("2d")?.drawImage(image, 0, 0, sheet.width, sheet.height);
    return await new Promise((done) => sheet.toBlob(done));
  } finally {
    URL.revokeObjectURL(source);
  }
}

/** Hand a file to the reader. */
export function handOut(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
