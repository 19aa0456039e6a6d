import { figure, spans } from '../charts.js';
import { element, link, table } from '../dom.js';
import { bound, count, percent, signed } from '../format.js';
import { changed, href, read, rowsHref } from '../state.js';
import { choices, counted, goTo, shortName, tone, verdict } from '../views/parts.js';
import { t } from '../words.js';

const FEW = 40;
// Both sides of 95 %.
const Z = 1.959963984540054;

/** Worst first: by the rank, which is what the figures can tell, then by the rate; those that are not ranked last. */
const worstFirst = rows => [...rows].sort((a, b) => ((a.rank === null) - (b.rank === null)) || (b.rank - a.rank) || ((a.rate ?? 2) - (b.rate ?? 2)) || a.name.localeCompare(b.name));

const threshold = rows => rows.find(row => row.target)?.target.threshold ?? null;

function shade(colour, row) {
  if (row.belowMinimum || row.rate === null) return colour.grey;
  return row.target?.met === false ? colour.bad : row.target?.met ? colour.good : colour.mark;
}

function dots(rows, of) {
  const drawn = rows.filter(row => row.rate !== null);
  const least = Math.min(of ?? 1, ...drawn.map(row => row.low));
  return {
    title: t('ranking'),
    height: 70 + drawn.length * 24,
    option: colour => ({
      grid: { left: 8, right: 24, top: 28, bottom: 26, containLabel: true },
      tooltip: { trigger: 'item', formatter: point => { const row = drawn[point.dataIndex]; return row ? `${row.name}\n${percent(row.rate)} (${percent(row.low)} – ${percent(row.high)})\n${count(row.numerator)} / ${count(row.denominator)}` : ''; } },
      xAxis: { type: 'value', min: Math.max(0, Math.floor(least * 20) / 20), max: 1, position: 'top', axisLabel: { formatter: value => bound(value), hideOverlap: true } },
      yAxis: { type: 'category', inverse: true, data: drawn.map(row => shortName(row.name)), axisLabel: { interval: 0, width: 180, overflow: 'truncate' }, splitLine: { show: true } },
      series: [
        spans(drawn.map(row => [row.low, row.high]), index => ({ stroke: shade(colour, drawn[index]), lineWidth: 3, opacity: 0.55 })),
        {
          type: 'scatter', symbolSize: 10, data: drawn.map((row, index) => ({ value: [row.rate, index], symbol: row.target?.met === false ? 'diamond' : 'circle', itemStyle: { color: shade(colour, row) } })),
          markLine: of === null ? undefined : { silent: true, symbol: 'none', data: [{ xAxis: of }], lineStyle: { color: colour.ink, type: 'dashed' }, label: { formatter: `${t('target')} ${bound(of)}`, color: colour.ink, position: 'start' } },
        },
      ],
    }),
    drawn,
  };
}

/** Rates against volume, with the limits within which chance alone keeps units of the overall rate. */
function funnel(rows, overall, of) {
  const drawn = rows.filter(row => row.denominator > 0);
  const most = Math.max(...drawn.map(row => row.denominator));
  const steps = Array.from({ length: 60 }, (_, index) => Math.max(1, Math.round(most * ((index + 1) / 60) ** 2)));
  const limit = sign => steps.map(n => [n, Math.min(1, Math.max(0, overall + sign * Z * Math.sqrt(overall * (1 - overall) / n)))]);
  const least = Math.min(...drawn.map(row => row.rate), of ?? 1, overall);
  return {
    title: t('funnel'),
    height: 440,
    option: colour => ({
      grid: { left: 8, right: 24, top: 36, bottom: 30, containLabel: true },
      legend: { data: [t('limits'), t('mean')] },
      tooltip: { trigger: 'item', formatter: point => { const row = point.seriesType === 'scatter' ? drawn[point.dataIndex] : null; return row ? `${row.name}\n${percent(row.rate)}\n${count(row.numerator)} / ${count(row.denominator)}` : point.seriesName; } },
      xAxis: { type: 'value', name: t('judged'), nameLocation: 'middle', nameGap: 24, min: 0 },
      yAxis: { type: 'value', min: Math.max(0, Math.floor((least - 0.01) * 20) / 20), max: 1, axisLabel: { formatter: value => bound(value) } },
      series: [
        { type: 'line', name: t('limits'), data: limit(-1), showSymbol: false, silent: true, lineStyle: { color: colour.grey, type: 'dotted' }, itemStyle: { color: colour.grey } },
        { type: 'line', name: t('limits'), data: limit(1), showSymbol: false, silent: true, lineStyle: { color: colour.grey, type: 'dotted' }, itemStyle: { color: colour.grey } },
        { type: 'line', name: t('mean'), data: [[0, overall], [most, overall]], showSymbol: false, silent: true, lineStyle: { color: colour.mark }, itemStyle: { color: colour.mark } },
        {
          type: 'scatter', symbolSize: 11, data: drawn.map(row => ({ value: [row.denominator, row.rate], symbol: row.target?.met === false ? 'diamond' : 'circle', itemStyle: { color: shade(colour, row) } })),
          markLine: of === null ? undefined : { silent: true, symbol: 'none', data: [{ yAxis: of }], lineStyle: { color: colour.ink, type: 'dashed' }, label: { formatter: `${t('target')} ${bound(of)}`, color: colour.ink, position: 'insideStartBottom' } },
        },
      ],
    }),
    drawn,
  };
}

/** The columns of a league, here and on the committee's page. */
export function leagueColumns(answer, asOf) {
  return [
    { label: t('rank'), kind: 'number', cell: row => (row.rank === null ? '–' : row.tied ? `${count(row.rank)} =` : count(row.rank)) },
    { label: t('unitName'), kind: 'name', tone: row => (row.belowMinimum ? 'low' : ''), cell: row => (row.rows ? link(href('breakdown', { by: 'procedure', unit: row.key, from: answer.from, to: answer.to, asOf, definition: answer.definition }), row.name) : row.name) },
    { label: t('rate'), kind: 'number', tone: row => tone(row.target?.met), cell: row => percent(row.rate), foot: () => percent(answer.total.rate) },
    { label: t('interval'), kind: 'number', cell: row => (row.rate === null ? '–' : `${percent(row.low)} – ${percent(row.high)}`) },
    { label: t('judged'), kind: 'number', cell: row => counted(row.denominator, row.rows ? rowsHref(row.rows, 'judged') : null) },
    { label: t('late'), kind: 'number', cell: row => counted(row.late, row.rows ? rowsHref(row.rows, 'late') : null) },
    { label: t('overdue'), kind: 'number', cell: row => counted(row.openOverdue, row.rows ? rowsHref(row.rows, 'openOverdue') : null) },
    { label: t('target'), tone: row => tone(row.target?.met), cell: row => (row.belowMinimum ? t('belowMinimum', { n: count(answer.minimum) }) : row.target ? verdict(row.target.met) : '–') },
    { label: t('distance'), kind: 'number', cell: row => signed(row.target?.distance) },
    { label: t('ranks'), kind: 'number', cell: row => (row.rank === null ? '–' : `${count(row.rankFrom)}–${count(row.rankTo)}`) },
  ];
}

export async function show(figures) {
  const state = read();
  const by = state.get('by') ?? 'branch';
  const chart = state.get('chart') ?? 'dots';
  const answer = await figures.get('/v1/league', figures.query({ by }));
  const rows = worstFirst(answer.rows);
  const all = state.get('all') === '1';
  const shown = all ? rows : rows.slice(0, FEW);
  const bar = element('div', { class: 'actions' },
    choices(t('rankBy'), [['branch', t('branches')], ['district', t('districts')], ['unit', t('units')]], by, value => goTo(changed({ by: value === 'branch' ? null : value }), true)),
    choices(t('chartAs'), [['dots', t('dots')], ['funnel', t('funnel')]], chart, value => goTo(changed({ chart: value === 'dots' ? null : value }), true)),
    rows.length > FEW ? element('button', { type: 'button', onclick: () => goTo(changed({ all: all ? null : '1' }), true) }, all ? t('showFewer', { n: count(FEW) }) : t('showAll', { n: count(rows.length) })) : null);
  const note = element('p', { class: 'note' }, `${t(chart === 'funnel' ? 'funnelNote' : 'rankingNote')} ${t('rankNote')}`);
  if (!rows.some(row => row.denominator > 0)) return [bar, note, element('p', {}, t('noRows'))];
  const plotted = chart === 'funnel' ? funnel(rows, answer.total.rate, threshold(rows)) : dots(shown, threshold(rows));
  return [bar, note, figure({
    ...plotted,
    open: true,
    click: point => { const row = plotted.drawn[point.dataIndex]; if (point.seriesType === 'scatter' && row) goTo(href('breakdown', { by: 'procedure', unit: row.key, from: answer.from, to: answer.to, asOf: figures.asOf, definition: answer.definition })); },
    figures: table({ caption: t('ranking'), columns: leagueColumns(answer, figures.asOf), rows: shown, stack: false }),
  })];
}
