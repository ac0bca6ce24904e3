// Stacked bars over time, drawn as SVG. Mouse or arrow keys point at a bucket; its numbers are shown and read out.

const NS = "http://www.w3.org/2000/svg";
const LEFT = 46;
const BOTTOM = 22;
const TOP = 8;
const MINUTE = 60000;
const TICKS = [1 / 6, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400, 43200, 86400].map((m) => m * MINUTE);

function svg(name, attributes, text) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** The end of a scale above the value, and the step of its lines: 1, 2 or 5 times a power of ten. */
export function scale(most, wholeOnly) {
  if (!(most > 0)) return { end: 1, step: 4 }; // nothing yet: a step past the end leaves the base line alone
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  if (wholeOnly) step = Math.max(1, Math.round(step));
  return { end: Math.ceil(most / step - 1e-9) * step, step };
}

export class Bars {
  /** series: [{name, css}]; format: a value as text; mark: a value as text on the scale. */
  constructor(host, { series, format, mark, wholeOnly }) {
    this.host = host;
    this.series = series;
    this.format = format;
    this.scaleText = mark;
    this.wholeOnly = wholeOnly;
    this.buckets = [];
    this.at = -1;
    this.tip = document.createElement("div");
    this.tip.className = "tip";
    this.tip.hidden = true;
    this.tip.setAttribute("role", "status");
    this.root = svg("svg", { role: "img", tabindex: "0" });
    this.root.addEventListener("pointermove", (event) => this.point(this.indexAt(event)));
    this.root.addEventListener("pointerleave", () => this.point(-1));
    this.root.addEventListener("blur", () => this.point(-1));
    this.root.addEventListener("keydown", (event) => this.key(event));
    host.replaceChildren(this.root, this.tip);
    new ResizeObserver(() => this.draw()).observe(host);
  }

  /** buckets: [{at, values, long, short}], oldest first; at in milliseconds. */
  show(buckets, summary) {
    this.root.setAttribute("aria-label", `${summary} Arrow keys tell each bucket.`);
    const same = JSON.stringify(buckets) === JSON.stringify(this.buckets);
    this.buckets = buckets;
    if (!same) this.draw();
  }

  draw() {
    const width = this.host.clientWidth;
    const height = this.host.clientHeight;
    if (!width || !this.buckets.length) return;
    this.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const sums = this.buckets.map((b) => b.values.reduce((a, v) => a + Math.max(0, v), 0));
    const { end, step } = scale(Math.max(...sums), this.wholeOnly);
    const base = height - BOTTOM;
    const y = (value) => base - ((base - TOP) * value) / end;
    this.slot = (width - LEFT) / this.buckets.length;
    const nodes = [];
    for (let line = 0; line <= end + step / 2; line += step) {
      nodes.push(svg("line", { x1: LEFT, x2: width, y1: y(line), y2: y(line), class: line ? "grid" : "grid base" }));
      nodes.push(svg("text", { x: LEFT - 8, y: y(line) + 4, "text-anchor": "end" }, this.scaleText(line)));
    }
    nodes.push(...this.times(width, height));
    this.mark = svg("rect", { class: "here", x: 0, y: TOP, width: this.slot, height: base - TOP, visibility: "hidden" });
    nodes.push(this.mark);
    const gap = this.slot > 6 ? Math.min(3, this.slot * 0.2) : 0.5;
    this.buckets.forEach((bucket, i) => {
      let below = 0;
      bucket.values.forEach((value, s) => {
        if (value <= 0) return;
        const top = y(below + value);
        nodes.push(svg("rect", {
          class: this.series[s].css, x: LEFT + i * this.slot + gap / 2, width: Math.max(1, this.slot - gap),
          y: top, height: Math.max(0.75, y(below) - top), rx: Math.min(1.5, this.slot / 6),
        }));
        below += value;
      });
    });
    this.root.replaceChildren(...nodes);
    if (this.at >= 0) this.point(this.at);
  }

  /** Labels at round times of the reader's own clock. */
  times(width, height) {
    const slotMs = this.buckets.length > 1 ? this.buckets[1].at - this.buckets[0].at : MINUTE;
    const room = Math.max(2, Math.floor((width - LEFT) / 76));
    const step = TICKS.find((tick) => tick >= slotMs && (this.buckets.length * slotMs) / tick <= room) ?? TICKS.at(-1);
    const nodes = [];
    this.buckets.forEach((bucket, i) => {
      const local = bucket.at - new Date(bucket.at).getTimezoneOffset() * MINUTE;
      if (((local % step) + step) % step >= slotMs) return;
      const x = LEFT + i * this.slot + (step === slotMs ? this.slot / 2 : 0);
      if (x < LEFT + 14 || x > width - 14) return;
      nodes.push(svg("text", { x, y: height - 5, "text-anchor": "middle" }, bucket.short));
    });
    return nodes;
  }

  indexAt(event) {
    const x = event.clientX - this.root.getBoundingClientRect().left - LEFT;
    return x < 0 ? -1 : Math.min(this.buckets.length - 1, Math.floor(x / this.slot));
  }

  key(event) {
    const last = this.buckets.length - 1;
    const to = { ArrowLeft: this.at < 0 ? last : this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last, Escape: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.point(event.key === "Escape" ? -1 : Math.max(0, Math.min(last, to)));
  }

  point(index) {
    this.at = index;
    this.tip.hidden = index < 0 || !this.mark;
    this.mark?.setAttribute("visibility", index < 0 ? "hidden" : "visible");
    if (this.tip.hidden) return;
    const bucket = this.buckets[index];
    const head = document.createElement("b");
    head.textContent = bucket.long;
    const lines = this.series.map((one, s) => {
      const line = document.createElement("div");
      line.textContent = `${one.name} ${this.format(bucket.values[s])}`;
      return line;
    });
    this.tip.replaceChildren(head, ...lines);
    const x = LEFT + index * this.slot;
    this.mark.setAttribute("x", x);
    const beside = index > this.buckets.length / 2 ? x - this.tip.offsetWidth - 8 : x + this.slot + 8;
    this.tip.style.left = `${Math.max(0, Math.min(this.host.clientWidth - this.tip.offsetWidth, beside))}px`;
  }
}
