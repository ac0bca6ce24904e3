// Charts over time by uPlot (lib/, MIT). Mouse or arrow keys point at a bucket; its numbers are shown and read out, and all of
// them are in a table below the chart.

import { h } from "./dom.js";
import { clock, day } from "./text.js";

const DAY = 86400;
const FONT = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The colours of a series of names, in their order. */
export const PALETTE = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"];

export class Chart {
  /** series: [{ name, colour }]; format: a value as text; mark: a value on the scale; kind: bars (stacked) or lines. */
  constructor(host, { series, format, mark = format, kind = "bars", height = 210, whole = false }) {
    Object.assign(this, { host, series, format, mark, kind, height, whole, buckets: [], at: -1 });
    this.legend = h("div", { class: "legend", "aria-hidden": "true" });
    this.frame = h("div", { class: "plot", role: "img", tabindex: "0" });
    this.tip = h("div", { class: "tip", role: "status", hidden: true });
    this.numbers = h("details", { class: "numbers" }, h("summary", {}, "Numbers"));
    this.numbers.addEventListener("toggle", () => this.tabulate());
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("blur", () => this.point(-1));
    host.replaceChildren(this.legend, h("div", { class: "plot-box" }, this.frame, this.tip), this.numbers);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.frame);
    this.repaint = () => this.draw();
    document.addEventListener("sluice-theme", this.repaint);
  }

  close() {
    this.sizes.disconnect();
    document.removeEventListener("sluice-theme", this.repaint);
    this.plot?.destroy();
  }

  /** buckets: [{ at, values }], oldest first, at in milliseconds; width: of a bucket, in seconds. */
  show(buckets, width, summary, series = this.series) {
    const same = JSON.stringify([buckets, series]) === this.shown;
    this.shown = JSON.stringify([buckets, series]);
    Object.assign(this, { buckets, width, series });
    this.frame.setAttribute("aria-label", `${summary} Arrow keys tell each point in time.`);
    if (same) return;
    this.legend.replaceChildren(...series.map((one) => {
      const dot = h("i", {});
      dot.style.background = `var(--${one.colour})`;
      return h("span", {}, dot, one.name);
    }));
    this.draw();
    this.tabulate();
  }

  draw() {
    const room = this.frame.clientWidth;
    if (!room || !this.buckets.length) return;
    this.plot?.destroy();
    const grid = { stroke: colour("line"), width: 1 };
    const axis = { stroke: colour("soft"), font: FONT, grid, ticks: { show: false } };
    this.plot = new uPlot({
      width: room, height: this.height, legend: { show: false }, padding: [10, 22, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { show: this.kind === "lines" } },
      scales: {
        x: { range: () => [this.buckets[0].at / 1000, this.buckets.at(-1).at / 1000 + this.width] },
        y: { range: (u, low, high) => [0, high > 0 ? high * 1.08 : 1] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 30, space: 72, values: (u, splits, index, space, step) => splits.map((s) => (step >= DAY ? day(new Date(s * 1000)) : clock(new Date(s * 1000), step * 1000))) },
        { ...axis, size: 62, space: 36, incrs: this.whole ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7] : undefined, values: (u, splits) => splits.map((s) => this.mark(s)) },
      ],
      series: [{}, ...this.drawn().map((one) => this.style(one))],
      hooks: { setCursor: [(u) => this.point(u.cursor.idx ?? -1)] },
    }, this.data(), this.frame);
  }

  /** Stacked bars are drawn from the tallest, so that the lower ones cover it. */
  drawn() {
    return this.kind === "bars" ? this.series.toReversed() : this.series;
  }

  data() {
    const middle = this.buckets.map((b) => b.at / 1000 + this.width / 2);
    if (this.kind !== "bars") return [middle, ...this.series.map((_, s) => this.buckets.map((b) => b.values[s]))];
    const sums = this.series.map((_, s) => this.buckets.map((b) => b.values.slice(0, s + 1).reduce((sum, v) => sum + Math.max(0, v), 0)));
    return [middle, ...sums.toReversed()];
  }

  style(one) {
    const tone = colour(one.colour);
    return this.kind === "bars"
      ? { fill: tone, stroke: tone, width: 0, paths: uPlot.paths.bars({ size: [0.72, 46], radius: 0.12 }), points: { show: false } }
      : { stroke: tone, width: 2, fill: one.fill ? `${tone}22` : undefined, points: { show: this.buckets.length < 20 }, spanGaps: true };
  }

  fit() {
    if (this.plot) this.plot.setSize({ width: this.frame.clientWidth, height: this.height });
    else this.draw();
  }

  key(event) {
    const last = this.buckets.length - 1;
    const to = { ArrowLeft: this.at < 0 ? last : this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last, Escape: -1 }[event.key];
    if (to === undefined || !this.plot) return;
    event.preventDefault();
    if (event.key === "Escape") return this.point(-1);
    const index = Math.max(0, Math.min(last, to));
    this.plot.setCursor({ left: this.plot.valToPos(this.plot.data[0][index], "x"), top: 20 });
  }

  point(index) {
    this.at = index;
    const bucket = this.buckets[index];
    this.tip.hidden = !bucket;
    if (!bucket) return;
    this.tip.replaceChildren(h("b", {}, this.when(bucket)), ...this.series.map((one, s) => {
      const dot = h("i", {});
      dot.style.background = `var(--${one.colour})`;
      return h("div", {}, dot, h("span", {}, one.name), h("em", {}, this.format(bucket.values[s] ?? 0)));
    }));
    const x = this.plot.valToPos(this.plot.data[0][index], "x") + 62;
    const left = index > this.buckets.length / 2 ? x - this.tip.offsetWidth - 14 : x + 14;
    this.tip.style.left = `${Math.max(0, Math.min(this.frame.clientWidth - this.tip.offsetWidth, left))}px`;
  }

  when(bucket) {
    const at = new Date(bucket.at);
    return this.width >= DAY ? day(at) : `${day(at)}, ${clock(at, this.width * 1000)}`;
  }

  tabulate() {
    if (!this.numbers.open) return;
    const head = h("tr", {}, h("th", { scope: "col" }, "From"), this.series.map((one) => h("th", { scope: "col", class: "n" }, one.name)));
    const rows = this.buckets.filter((b) => b.values.some((v) => v)).map((b) =>
      h("tr", {}, h("td", {}, this.when(b)), b.values.map((v) => h("td", { class: "n" }, this.format(v ?? 0)))));
    this.numbers.replaceChildren(this.numbers.firstElementChild,
      h("div", { class: "scroll", role: "region", "aria-label": "Numbers of the chart", tabindex: "0" }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))));
  }
}

/** Bars of named ranges, such as a histogram: [[name, count], ...]. */
export function histogram(label, bars, format, css = "c-accent") {
  const most = Math.max(1, ...bars.map(([, count]) => count));
  return h("ul", { class: "histogram", "aria-label": label }, bars.map(([name, count]) => {
    const bar = h("i", { class: css });
    bar.style.height = `${(100 * count) / most}%`;
    return h("li", { title: `${name}: ${format(count)}` }, h("b", {}, count ? format(count) : ""), h("div", { "aria-hidden": "true" }, bar), h("span", {}, name));
  }));
}
