import { figure, spans } from '../charts.js';
import { element, table } from '../dom.js';
import { bound, count, percent } from '../format.js';
import { read, rowsHref } from '../state.js';
import { counted, shortName } from '../views/parts.js';
import { language, t } from '../words.js';

const SHOWN = 20;

const points = value => (value === null ? '–' : (value * 100).toLocaleString(language() === 'en' ? 'en-GB' : 'vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }));

/** What the same dossiers look like against the first date that the citizen was promised. */
export async function show(figures) {
  const by = read().get('by') ?? 'branch';
  const [answer, steps] = await Promise.all([
    figures.get('/v1/on-time', figures.query({ by, definition: 'all' })), figures.reconciliation()]);
  const note = element('p', { class: 'note' }, t('strictNote'));
  const [closed, strict] = ['closed', 'strict'].map(id => answer.definitions.find(one => one.definition === id));
  const same = (a, b) => a.key === b.key && a.validFrom === b.validFrom;
  const pairs = closed.rows.map(row => ({ name: row.name, closed: row, strict: strict.rows.find(other => same(row, other)) }))
    .filter(pair => pair.closed.onTimeRate !== null && pair.strict && pair.strict.onTimeRate !== null)
    .sort((a, b) => (b.closed.onTimeRate - b.strict.onTimeRate) - (a.closed.onTimeRate - a.strict.onTimeRate));
  if (pairs.length === 0) return [note, element('p', {}, t('noRows'))];
  const shown = pairs.slice(0, SHOWN);
  const least = Math.min(...shown.map(pair => pair.strict.onTimeRate));
  const rate = row => percent(row.onTimeRate);
  const changes = steps.steps.flatMap(step => step.changes.map(change => ({ ...change, step: `${step.from} → ${step.to}` })));
  return [note, figure({
    title: t('strict'),
    height: 70 + shown.length * 24,
    option: colour => ({
      grid: { left: 8, right: 24, top: 34, bottom: 8, containLabel: true },
      legend: { data: [t('closedOf'), t('strictOf')] },
      tooltip: { trigger: 'item', formatter: point => { const pair = shown[point.dataIndex]; return `${pair.name}\n${t('closedOf')}: ${percent(pair.closed.onTimeRate)}\n${t('strictOf')}: ${percent(pair.strict.onTimeRate)}`; } },
      xAxis: { type: 'value', min: Math.max(0, Math.floor(least * 20) / 20), max: 1, axisLabel: { formatter: value => bound(value), hideOverlap: true } },
      yAxis: { type: 'category', inverse: true, data: shown.map(pair => shortName(pair.name)), axisLabel: { interval: 0, width: 180, overflow: 'truncate' }, splitLine: { show: true } },
      series: [
        spans(shown.map(pair => [pair.strict.onTimeRate, pair.closed.onTimeRate]), () => ({ stroke: colour.grey, lineWidth: 2 })),
        { name: t('closedOf'), type: 'scatter', symbol: 'circle', symbolSize: 10, data: shown.map((pair, index) => [pair.closed.onTimeRate, index]), itemStyle: { color: colour.mark } },
        { name: t('strictOf'), type: 'scatter', symbol: 'diamond', symbolSize: 12, data: shown.map((pair, index) => [pair.strict.onTimeRate, index]), itemStyle: { color: colour.bad } },
      ],
    }),
    open: true,
    figures: table({
      caption: t('strict'),
      columns: [
        { label: t('unitName'), cell: pair => pair.name },
        { label: t('closedOf'), kind: 'number', cell: pair => rate(pair.closed) },
        { label: t('strictOf'), kind: 'number', cell: pair => rate(pair.strict) },
        { label: t('gap'), kind: 'number', cell: pair => points(pair.closed.onTimeRate - pair.strict.onTimeRate) },
        { label: `${t('late')} (closed)`, kind: 'number', cell: pair => counted(pair.closed.late, rowsHref(pair.closed.rows, 'late')) },
        { label: `${t('late')} (strict)`, kind: 'number', cell: pair => counted(pair.strict.late, rowsHref(pair.strict.rows, 'late')) },
      ],
      rows: pairs,
      stack: false,
    }),
  }), element('h3', {}, t('steps')), table({
    caption: t('steps'),
    columns: [
      { label: t('change'), cell: change => change.description },
      { label: t('definition'), cell: change => change.step },
      { label: t('dossiers'), kind: 'number', cell: change => counted(change.dossiers, rowsHref(change.rows)) },
      { label: t('numerator'), kind: 'number', cell: change => count(change.numerator) },
      { label: t('denominator'), kind: 'number', cell: change => count(change.denominator) },
    ],
    rows: changes,
  })];
}
