// Numbers, money and times as people read them.

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

export function count(n) {
  return n < 100000 ? whole.format(n) : short.format(n);
}

export function tokens(n) {
  return n < 10000 ? whole.format(n) : short.format(n);
}

export function percent(part, all) {
  if (!all) return "0 %";
  const p = (100 * part) / all;
  return `${p === 0 || (p >= 10 && p <= 99) || p === Math.round(p) ? Math.round(p) : p.toFixed(1)} %`;
}

/** Nano-USD. Small amounts keep two digits that mean something. */
export function money(nano) {
  const usd = nano / 1e9;
  const size = Math.abs(usd);
  if (size === 0) return "$0";
  if (size >= 100000) return `$${short.format(usd)}`;
  const digits = size >= 1000 ? 0 : size >= 1 ? 2 : Math.min(9, 1 - Math.floor(Math.log10(size)));
  const text = Math.abs(usd).toLocaleString(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${usd < 0 ? "−" : ""}$${text}`;
}

/** Nano-USD on a scale, where the step is round. */
export function moneyMark(nano) {
  const usd = nano / 1e9;
  return usd >= 1000 ? `$${short.format(usd)}` : `$${Number(usd.toPrecision(3)).toLocaleString(undefined, { maximumFractionDigits: 9 })}`;
}

export function bytes(n) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let at = 0;
  for (let left = n; left >= 1024 && at < units.length - 1; left /= 1024) at++;
  const value = n / 1024 ** at;
  return `${at === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

export function duration(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms < 1) return "<1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60000) return `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s`;
  const [unit, part, size, more] = ms < 3600000 ? ["min", "s", 60000, 1000] : ms < 172800000 ? ["h", "min", 3600000, 60000] : ["d", "h", 86400000, 3600000];
  const rest = Math.floor((ms % size) / more);
  return `${Math.floor(ms / size)} ${unit}${rest ? ` ${rest} ${part}` : ""}`;
}

export function ago(at, now) {
  const s = Math.max(0, Math.round((now - at) / 1000));
  if (s < 5) return "just now";
  if (s < 60) return `${s} s ago`;
  if (s < 3600) return `${Math.floor(s / 60)} min ago`;
  return s < 86400 ? clock(at, 0) : `${day(at)}, ${clock(at, 0)}`;
}

export function clock(at, width) {
  const seconds = width > 0 && width < 60000 ? { second: "2-digit" } : {};
  return at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false, ...seconds });
}

export function day(at) {
  return at.toLocaleDateString(undefined, { day: "numeric", month: "short" });
}
