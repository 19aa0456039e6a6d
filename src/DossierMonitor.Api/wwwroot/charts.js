// Charts are pictures of tables: each comes with its figures as a table, which is what screen readers and the tests read.
import { element } from './dom.js';
import { t } from './words.js';

let library;
const drawn = new Map();
const waiting = new WeakMap();

/** The chart library is a third of a megabyte; the figures do not wait for it. */
export function load() {
  library ??= new Promise((resolve, reject) => {
    const script = element('script', { src: 'echarts.js' });
    script.addEventListener('load', () => resolve(globalThis.echarts));
    script.addEventListener('error', () => {
      // The next chart tries again.
      library = undefined;
      script.remove();
      reject(new Error('echarts.js'));
    });
    document.head.append(script);
  });
  return library;
}

/** The colours of the theme as it is now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(['paper', 'ink', 'muted', 'line', 'soft', 'good', 'bad', 'warn', 'mark', 'grey', 'band', 'heat-low', 'heat-mid', 'heat-high']
    .map(name => [name.replace(/-(\w)/, (_, letter) => letter.toUpperCase()), style.getPropertyValue(`--${name}`).trim()]));
}

const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8;

/** What all charts have in common. */
function common(option, colour) {
  const text = { color: colour.ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size() };
  const axis = one => ({ ...one, axisLabel: { color: colour.ink, fontSize: size(), ...one.axisLabel }, nameTextStyle: { color: colour.muted }, axisLine: { lineStyle: { color: colour.grey } }, splitLine: { lineStyle: { color: colour.line }, ...one.splitLine } });
  return {
    animation: false,
    textStyle: text,
    ...option,
    // HTML in tooltips would need styles of its own, which the page's policy refuses.
    tooltip: { renderMode: 'richText', confine: true, backgroundColor: colour.paper, borderColor: colour.grey, textStyle: text, ...option.tooltip },
    xAxis: option.xAxis ? axis(option.xAxis) : undefined,
    yAxis: option.yAxis ? axis(option.yAxis) : undefined,
    legend: option.legend ? { textStyle: text, top: 0, ...option.legend } : undefined,
  };
}

/** A series of lines, one in each row of a category axis, from one value to another. */
export const spans = (ends, style) => ({
  type: 'custom', silent: true, data: ends.map(([from, to], row) => [from, to, row]), encode: { x: [0, 1], y: 2 },
  renderItem: (_, api) => {
    const [from, to] = [0, 1].map(end => api.coord([api.value(end), api.value(2)]));
    return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: style(api.value(2)) };
  },
});

/**
 * A figure: the chart and its table. `option` is made anew from the colours whenever the theme changes.
 * @param title what the chart shows
 * @param height in pixels
 * @param option from colours to the library's option
 * @param figures the table
 * @param click what a click on a data point does
 * @param open whether the table is shown at once
 * @param side chart and table beside each other where there is room
 */
export function figure({ title, height, option, figures, click, open = false, side = false }) {
  const plot = element('div', { class: 'plot', role: 'img', 'aria-label': t('chartOf', { t: title }) });
  plot.style.height = `${height}px`;
  const tall = height > 700;
  const holder = tall ? element('div', { class: 'plot-scroll', tabindex: '0', role: 'region', 'aria-label': t('scrollOf', { t: title }) }, plot) : plot;
  const made = element('figure', { class: side ? 'side' : null }, holder, element('details', { open }, element('summary', {}, t('data')), figures));
  waiting.set(plot, { option, click, height, failed: error => {
    // The table says all that the chart would.
    holder.replaceWith(element('p', { class: 'problem' }, `${t('failed')}: ${error.message}`));
    made.querySelector('details').open = true;
  } });
  return made;
}

/** Draws the charts within a part that is on the page: before, they have no size. */
export async function draw(part) {
  const plots = [...part.querySelectorAll('.plot')].filter(plot => waiting.has(plot));
  if (plots.length === 0) return;
  let echarts;
  try {
    echarts = await load();
  } catch (error) {
    plots.forEach(plot => waiting.get(plot).failed(error));
    return;
  }

  for (const plot of plots.filter(one => one.isConnected)) {
    const { option, click, height } = waiting.get(plot);
    waiting.delete(plot);
    const chart = echarts.init(plot, null, { renderer: 'canvas', devicePixelRatio: height > 4000 ? 1 : undefined });
    const paint = () => chart.setOption(common(option(colours()), colours()), true);
    paint();
    if (click) chart.on('click', click);
    drawn.set(plot, { chart, draw: paint });
    plot.dataset.drawn = 'true';
  }
}

function each(action) {
  for (const [plot, one] of drawn) {
    if (plot.isConnected) {
      action(one);
    } else {
      one.chart.dispose();
      drawn.delete(plot);
    }
  }
}

export const repaint = () => each(one => one.draw());
export const release = () => each(() => {});
const resize = () => each(one => one.chart.resize());
addEventListener('resize', resize);
// On paper the charts have the paper's width and its colours.
matchMedia('print').addEventListener('change', () => { resize(); repaint(); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
