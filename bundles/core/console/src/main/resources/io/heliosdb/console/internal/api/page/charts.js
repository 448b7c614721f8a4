/** Small charts, drawn as SVG. Whatever is written into them is text. */
const NAMESPACE = 'http://www.w3.org/2000/svg';
const TOP = 16;
const BOTTOM = 16;
const SLOTS = 300;

function svg(tag, attributes, text) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function canvas(place, label) {
  const width = Math.max(place.clientWidth, 120);
  const height = place.clientHeight;
  const image = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  place.replaceChildren(image);
  return { image, width, height };
}

/** The next number above that is easily read: 1, 2 or 5 times a power of ten. */
function ceiling(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999);
}

/**
 * Lines over the last ten minutes.
 *
 * @param place an element whose content is replaced
 * @param series each with a name, the class of its line and its values, the newest last
 * @param format of a value
 */
export function lines(place, series, format, { area = false, label }) {
  const now = series.map(one => `${one.name} ${format(one.values.at(-1) ?? 0)}`).join(', ');
  const { image, width, height } = canvas(place, `${label}: ${now}`);
  const most = ceiling(Math.max(...series.flatMap(one => one.values), 0));
  const x = index => (index / (SLOTS - 1)) * width;
  const y = value => height - BOTTOM - (Math.min(value, most) / most) * (height - TOP - BOTTOM);
  for (const part of [0, 0.5, 1]) {
    image.append(svg('line', { class: 'grid', x1: 0, x2: width, y1: y(most * part), y2: y(most * part) }));
  }
  for (const one of series) {
    if (one.values.length > 1) {
      const first = SLOTS - one.values.length;
      const points = one.values.map((value, i) => `${x(first + i).toFixed(1)} ${y(value).toFixed(1)}`);
      if (area) {
        const ground = y(0).toFixed(1);
        image.append(svg('path', { class: 'area', d: `M${x(first).toFixed(1)} ${ground}L${points.join('L')}L${width} ${ground}Z` }));
      }
      image.append(svg('path', { class: `line ${one.style}`, d: `M${points.join('L')}` }));
    }
  }
  image.append(svg('text', { x: 0, y: 11 }, format(most)));
  image.append(svg('text', { x: 0, y: height - 2 }, '10 min ago'));
  image.append(svg('text', { x: width, y: height - 2, 'text-anchor': 'end' }, 'now'));
}

/**
 * A bar for each name, the longest first.
 *
 * @param counts by name
 */
export function bars(place, counts, { label, none }) {
  const entries = Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, 5);
  if (entries.length === 0) {
    const nothing = document.createElement('p');
    nothing.textContent = none;
    place.replaceChildren(nothing);
    return;
  }
  const { image, width, height } = canvas(place, `${label}: ${entries.map(([name, count]) => `${name} ${count}`).join(', ')}`);
  const step = Math.min(24, height / entries.length);
  const most = entries[0][1];
  entries.forEach(([name, count], i) => {
    const middle = i * step + step / 2;
    image.append(svg('text', { x: 0, y: middle + 4 }, name.slice(0, 9)));
    image.append(svg('rect', { class: 'bar', x: 66, y: middle - 5, rx: 2, height: 10, width: Math.max(2, (count / most) * (width - 112)) }));
    image.append(svg('text', { class: 'value', x: width, y: middle + 4, 'text-anchor': 'end' }, String(count)));
  });
}
