// The logo of favicon.svg, whose box is 32 wide.
const SHAPES = [
  ["#1d6b50", "M13 4a9 9 0 0 0-7.6 13.8L4 23l5.3-1.3A9 9 0 1 0 13 4Z"],
  ["#e0a53a", "M19 10a9 9 0 0 1 7.6 13.8L28 29l-5.3-1.3A9 9 0 1 1 19 10Z"],
  ["#f6f4ee", "M21.95 12A9 9 0 0 1 10.05 20 9 9 0 0 1 21.95 12Z"],
] as const;
const PLAIN = "/favicon.svg";
const SIZE = 64;

/** Puts a dot on the icon of the tab, and the number on the icon of the installed app; 0 takes both away. */
export function badgeIcon(count: number): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const drawn = count === 0 ? undefined : draw();
  if (link !== null) {
    link.type = drawn === undefined ? "image/svg+xml" : "image/png";
    link.href = drawn ?? PLAIN;
  }
  if (!("setAppBadge" in navigator)) return;
  // Not everywhere it is allowed to.
  (count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count)).catch(() => undefined);
}

function draw(): string | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context === null) return undefined;
  context.scale(SIZE / 32, SIZE / 32);
  for (const [colour, path] of SHAPES) {
    context.fillStyle = colour;
    context.fill(new Path2D(path));
  }
  // A gap around the dot, so that it stands out on any colour of tab.
  context.globalCompositeOperation = "destination-out";
  dot(context, 9);
  context.globalCompositeOperation = "source-over";
  context.fillStyle = "#d13b2c";
  dot(context, 7);
  return canvas.toDataURL("image/png");
}

function dot(context: CanvasRenderingContext2D, radius: number): void {
  context.beginPath();
  context.arc(25, 7, radius, 0, 2 * Math.PI);
  context.fill();
}
