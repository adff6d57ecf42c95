/**
 * A figure of the page as a picture of its own: title above, marking above and below, what it rests on beneath. Colours
 * are those on the screen, written into the picture, so that it needs no style sheet.
 */

export interface PictureWords {
  readonly title: string;
  readonly marking: string;
  /** lines beneath: condition, data, runs, seed, version */
  readonly rests: readonly string[];
}

export interface DrawnPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const SVG = "http://www.w3.org/2000/svg";
const PADDING = 20;
const LINE = 17;
const FONT = "system-ui, 'Segoe UI', Arial, sans-serif";
/** What a picture takes over from the style sheet. */
const WRITTEN = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin"],
  ...["stroke-linecap", "opacity", "font-size", "font-weight", "text-anchor", "dominant-baseline", "visibility"],
  ...["display", "paint-order", "font-variant-numeric"],
];

/** The drawings of a figure, one beneath the other. */
export function drawFigure(drawings: readonly SVGSVGElement[], { title, marking, rests }: PictureWords): DrawnPicture {
  const sizes = drawings.map((drawing) => ({
    width: Number(drawing.getAttribute("width")) || drawing.viewBox.baseVal.width || 640,
    height: Number(drawing.getAttribute("height")) || drawing.viewBox.baseVal.height || 360,
  }));
  const width = Math.max(420, ...sizes.map((size) => size.width)) + 2 * PADDING;
  const root = getComputedStyle(document.documentElement);
  const [paper, ink, muted] = ["--paper", "--ink", "--muted"].map((name) => root.getPropertyValue(name).trim());
  const whole = document.createElementNS(SVG, "svg");
  const background = document.createElementNS(SVG, "rect");
  whole.append(background);
  const most = Math.floor((width - 2 * PADDING) / 6.6);
  let y = PADDING;
  const write = (text: string, size: number, colour: string, weight: number) => {
    for (const line of wrapped(text, Math.floor((most * 12) / size))) {
      const element = document.createElementNS(SVG, "text");
      const attributes = {
        x: PADDING,
        y: y + size,
        fill: colour,
        "font-size": size,
        "font-weight": weight,
        "font-family": FONT,
      };
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
      element.textContent = line;
      whole.append(element);
      y += LINE + (size > 14 ? 6 : 0);
    }
  };
  write(marking, 12, ink!, 700);
  write(title, 17, ink!, 700);
  y += 6;
  drawings.forEach((drawing, i) => {
    const copy = written(drawing);
    copy.setAttribute("x", String(PADDING));
    copy.setAttribute("y", String(y));
    copy.setAttribute("width", String(sizes[i]!.width));
    copy.setAttribute("height", String(sizes[i]!.height));
    whole.append(copy);
    y += sizes[i]!.height + 6;
  });
  for (const line of rests) write(line, 12, muted!, 400);
  write(marking, 12, ink!, 700);
  const height = Math.ceil(y + PADDING);
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) {
    whole.setAttribute(name, String(value));
  }
  for (const [name, value] of Object.entries({ width, height, fill: paper! }))
    background.setAttribute(name, String(value));
  const text = new XMLSerializer().serializeToString(whole);
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, width, height };
}

/** The same picture as points, twice as fine as a screen. */
export async function asPng({ svg, width, height }: DrawnPicture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture could not be drawn.")) : resolve(blob)),
      "image/png",
    ),
  );
}

/** A copy that carries its own colours and sizes. */
function written(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, i) => {
    const element = copies[i]!;
    const style = getComputedStyle(original);
    for (const name of WRITTEN) {
      const value = style.getPropertyValue(name);
      if (value !== "" && value !== "normal" && !(name === "display" && value !== "none"))
        element.setAttribute(name, value);
    }
    if (original.localName === "text") element.setAttribute("font-family", FONT);
    for (const name of ["class", "tabindex", "style", "id"]) element.removeAttribute(name);
  });
  for (const style of copy.querySelectorAll("style, title")) if (style.localName === "style") style.remove();
  return copy;
}

function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > most) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
