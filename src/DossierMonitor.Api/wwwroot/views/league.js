import { get } from '../api.js';
import { element, table } from '../dom.js';
import { bound, count, day, moment, percent } from '../format.js';
import { changed, read } from '../state.js';
import { leagueColumns } from '../sections/ranking.js';
import { t } from '../words.js';
import { choices, fact, file, goTo, problem } from './parts.js';

/** The table by which heads of units are graded: of frozen figures, ready for paper. */
export async function show(main) {
  const state = read();
  const by = state.get('by') ?? 'branch';
  const title = element('h1', {}, t('league'));
  main.replaceChildren(title, element('p', { class: 'muted' }, t('loading')));
  try {
    const { closings } = await get('/v1/closings');
    const chosen = state.get('closing') ?? (closings.length > 0 && !state.get('from') ? String(closings.at(-1).id) : null);
    const query = new URLSearchParams({ by });
    if (chosen) query.set('closing', chosen);
    else for (const name of ['from', 'to', 'asOf', 'definition']) if (state.get(name)) query.set(name, state.get(name));
    if (state.get('minimum')) query.set('minimum', state.get('minimum'));
    const answer = await get('/v1/league', query);
    const closing = element('select', { name: 'closing', onchange: event => goTo(changed({ closing: event.target.value })) },
      ...closings.map(one => element('option', { value: one.id }, `${one.name} (${day(one.from)} – ${day(one.to)})`)));
    if (chosen) closing.value = chosen;
    const said = (name, value) => fact(t(name), value);
    const report = format => file(format, '/v1/reports/league', query, 'league');
    const target = answer.rows.find(row => row.target)?.target;
    main.replaceChildren(title,
      element('p', { class: 'note' }, chosen ? t('leagueNote') : t('noClosings')),
      element('form', { class: 'controls', onsubmit: event => event.preventDefault() },
        closings.length > 0 ? element('label', {}, t('closing'), closing) : null,
        choices(t('rankBy'), [['branch', t('branches')], ['district', t('districts')], ['unit', t('units')]], by, value => goTo(changed({ by: value === 'branch' ? null : value }))),
        element('button', { type: 'button', onclick: () => print() }, t('print')), report('csv'), report('xlsx')),
      element('dl', { class: 'strip' },
        said('period', `${day(answer.from)} – ${day(answer.to)}`), said('definition', answer.definition), said('asOf', moment(answer.asOf)), said('calendar', answer.calendar),
        said('minimum', count(answer.minimum)), target ? said('target', bound(target.threshold)) : null, said('mean', percent(answer.total.rate)),
        answer.closing ? said('closing', answer.closing.name) : null, answer.closing?.digest ? said('digest', answer.closing.digest) : null),
      element('p', { class: 'note' }, t('rankNote')),
      answer.rows.length === 0 ? element('p', {}, t('noRows')) : table({ caption: `${t('league')}: ${day(answer.from)} – ${day(answer.to)}`, columns: leagueColumns(answer, answer.asOf), rows: answer.rows, stack: false }));
  } catch (error) {
    if (error.name === 'AbortError') return;
    main.replaceChildren(title, problem(error, () => show(main)));
  }
}
