import { get } from '../api.js';
import { element, link, table } from '../dom.js';
import { count, day, moment } from '../format.js';
import { href, read } from '../state.js';
import { named, t } from '../words.js';
import { fact, problem } from './parts.js';

/** A dossier, what happened to it, and day by day why it is due when it is. */
export async function show(main) {
  const state = read();
  const code = state.get('code') ?? '';
  const title = element('h1', {}, t('dossierTitle', { code }));
  main.replaceChildren(title, element('p', { class: 'muted' }, t('loading')));
  const path = `/v1/dossiers/${encodeURIComponent(code)}`;
  const time = new URLSearchParams();
  for (const name of ['asOf', 'knownAt']) if (state.get(name)) time.set(name, state.get(name));
  const ofCycle = new URLSearchParams(time);
  if (state.get('cycle')) ofCycle.set('cycle', state.get('cycle'));
  try {
    const [dossier, deadline] = await Promise.all([get(path, time), get(`${path}/deadline`, ofCycle)]);
    const said = (name, value, tone) => fact(t(name), value, { tone });
    main.replaceChildren(title,
      element('p', { class: 'actions' }, link(href('overview'), t('back'))),
      element('dl', { class: 'facts' },
        said('state', named('states', dossier.state), dossier.state === 'overdue' ? 'bad' : null), said('unit', dossier.unitName ?? '–'), said('procedure', dossier.procedureName ?? dossier.procedure ?? '–'), said('holder', dossier.holder ?? '–'),
        said('receivedAt', moment(dossier.receivedAt)), said('current_', moment(dossier.dueAt)), said('promised_', moment(dossier.promisedDueAt)), said('statutory_', moment(dossier.statutoryDueAt)),
        said('finishedAt', moment(dossier.finishedAt)), said('verdict', named('verdicts', dossier.verdict), dossier.verdict === 'late' ? 'bad' : null), said('daysLate', count(dossier.daysLate)), said('calendarDaysLate', count(dossier.calendarDaysLate)),
        said('extensions', count(dossier.extensions)), said('supplements', count(dossier.supplements)), said('source', dossier.source), said('asOf', moment(dossier.asOf)),
        dossier.findings.length > 0 ? said('findings', dossier.findings.map(finding => finding.text ?? finding.id ?? finding).join('; '), 'warn') : null),
      element('section', { id: 'ledger', 'aria-labelledby': 'ledger-title' }, element('h2', { id: 'ledger-title' }, t('ledger')), ...deadline.deadlines.map(ledger)),
      element('section', { 'aria-labelledby': 'timeline-title' }, element('h2', { id: 'timeline-title' }, t('timeline')), table({
        caption: t('timeline'),
        columns: [
          { label: t('time'), kind: 'time', cell: event => moment(event.time) },
          { label: t('event'), cell: event => event.type },
          { label: t('effect'), cell: event => event.effect },
          { label: t('details'), cell: event => Object.entries(event.data ?? {}).map(([name, value]) => `${name}: ${value}`).join('; ') || '–' },
        ],
        rows: dossier.timeline,
      })));
  } catch (error) {
    if (error.name !== 'AbortError') main.replaceChildren(title, problem(error, () => show(main)));
  }
}

function ledger(deadline) {
  const name = t(`${deadline.kind}_`);
  return element('details', { open: deadline.kind === 'current' }, element('summary', {}, `${name}: ${moment(deadline.due)}`), table({
    caption: name,
    columns: [
      { label: t('day'), kind: 'time', cell: line => day(line.date) },
      { label: t('number'), kind: 'number', cell: line => count(line.number) },
      { label: t('counted'), cell: line => (line.counted === null ? '–' : t(line.counted ? 'yes' : 'no')) },
      { label: t('explanation'), cell: line => line.text },
      { label: t('event'), cell: line => line.event?.type ?? '–' },
      { label: t('calendar'), cell: line => line.calendar ?? '–' },
    ],
    rows: deadline.lines,
  }));
}
