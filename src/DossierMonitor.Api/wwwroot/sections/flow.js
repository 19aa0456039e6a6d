import { figure } from '../charts.js';
import { element, table } from '../dom.js';
import { count } from '../format.js';
import { rowsHref } from '../state.js';
import { counted } from '../views/parts.js';
import { t } from '../words.js';

export const IN = ['carriedOver', 'received', 'reopened', 'transferredIn'];
export const OUT = ['finished', 'withdrawn', 'refused', 'stopped', 'transferredOut', 'open'];

/** Every dossier that had to be dealt with has gone somewhere: a waterfall up and down to nothing. */
export async function show(figures) {
  const { total } = await figures.get('/v1/on-time', figures.query({ by: 'field' }));
  const note = element('p', { class: 'note' }, t('flowNote'));
  const sum = names => names.reduce((all, name) => all + total[name], 0);
  const [came, went] = [sum(IN), sum(OUT)];
  if (came === 0 && went === 0) return [note, element('p', {}, t('noRows'))];
  let level = 0;
  const bars = [
    ...IN.map(name => { const base = level; level += total[name]; return { name, value: total[name], base, kind: 'in' }; }),
    { name: 'flowTotal', value: came, base: 0, kind: 'sum' },
    ...OUT.map(name => { level -= total[name]; return { name, value: total[name], base: level, kind: name === 'open' ? 'open' : 'out' }; }),
  ];
  const balance = came === went ? t('balanced', { a: count(came), b: count(went) }) : t('unbalanced', { a: count(came), b: count(went) });
  return [note, figure({
    title: t('flow'),
    height: 340,
    option: colour => ({
      grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item', formatter: point => `${t(bars[point.dataIndex].name)}: ${count(bars[point.dataIndex].value)}` },
      xAxis: { type: 'value' },
      yAxis: { type: 'category', inverse: true, data: bars.map(bar => t(bar.name)), axisLabel: { interval: 0 } },
      series: [
        { type: 'bar', stack: 'flow', silent: true, data: bars.map(bar => bar.base), itemStyle: { color: 'transparent' } },
        {
          type: 'bar', stack: 'flow', data: bars.map(bar => ({ value: bar.value, itemStyle: { color: { in: colour.mark, sum: colour.grey, out: colour.good, open: colour.warn }[bar.kind] } })),
          label: { show: true, position: 'right', color: colour.ink, formatter: point => count(point.value) },
        },
      ],
    }),
    open: true,
    figures: table({
      caption: t('flow'),
      columns: [
        { label: t('step'), cell: bar => t(bar.name) },
        { label: t('dossiers'), kind: 'number', cell: bar => (bar.kind === 'sum' ? count(bar.value) : counted(bar.value, rowsHref(total.rows, bar.name))) },
      ],
      rows: bars,
      stack: false,
    }),
  }), element('p', { class: came === went ? 'good' : 'bad' }, balance)];
}
