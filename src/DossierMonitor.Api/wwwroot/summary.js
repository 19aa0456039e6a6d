// One page for a first look: targets, who is late, which dossiers. Every number comes from the public API as it is.
const words = {
  vi: {
    title: 'Giám sát hồ sơ TTHC trễ hạn', from: 'Từ ngày', to: 'đến ngày', definition: 'Cách tính', show: 'Xem',
    districts: 'Huyện, thị xã, thành phố (kém nhất trước)', branches: 'Chi nhánh Văn phòng đăng ký đất đai (kém nhất trước)',
    overdue: 'Hồ sơ đang quá hạn lâu nhất', code: 'Mã', unit: 'Đơn vị', finished: 'Đã giải quyết', late: 'Trễ hạn',
    rate: 'Đúng hạn', openOverdue: 'Đang quá hạn', distance: 'Khoảng cách (hồ sơ)', days: 'Ngày trễ (trung vị/p90/tối đa)',
    dossier: 'Hồ sơ', holder: 'Đang giữ', due: 'Hẹn trả', daysLate: 'Ngày làm việc trễ', met: 'đạt', missed: 'chưa đạt', none: 'chưa có hồ sơ',
    must: 'yêu cầu', asOf: 'tính đến', calendar: 'lịch', nothing: 'Không có.', units: 'đơn vị đạt', simulated: 'DỮ LIỆU MÔ PHỎNG: không có số liệu nào ở đây là của cơ quan thật.', other: 'English', failed: 'Không tải được',
    key: 'Khóa truy cập', enter: 'Dùng khóa', needsKey: 'Cần khóa truy cập để xem danh sách hồ sơ.',
  },
  en: {
    title: 'Late administrative-procedure dossiers', from: 'From', to: 'to', definition: 'Definition', show: 'Show',
    districts: 'Districts (worst first)', branches: 'Land-registry branches (worst first)', overdue: 'Longest overdue now',
    code: 'Code', unit: 'Unit', finished: 'Finished', late: 'Late', rate: 'On time', openOverdue: 'Overdue now',
    distance: 'Distance (dossiers)', days: 'Days late (median/p90/max)', dossier: 'Dossier', holder: 'Holder', due: 'Due',
    daysLate: 'Working days late', met: 'met', missed: 'missed', none: 'no dossiers yet', must: 'must be', asOf: 'as of', calendar: 'calendar',
    nothing: 'None.', units: 'units meet it', simulated: 'SIMULATED DATA: no figure here is a real agency\'s.', other: 'Tiếng Việt', failed: 'Could not load',
    key: 'Key', enter: 'Use the key', needsKey: 'Dossiers are listed for holders of a key.',
  },
};
const address = new URL(location.href);
let language = address.searchParams.get('lang') === 'en' ? 'en' : 'vi';
const t = key => words[language][key];
const percent = share => share === null ? '–' : `${(share * 100).toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`;

function element(name, text, classes) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

async function get(path) {
  const headers = { 'Accept-Language': language };
  // Kept for this tab only; the server never sets it.
  const key = sessionStorage.getItem('key');
  if (key) headers.Authorization = `Bearer ${key}`;
  const response = await fetch(path, { headers });
  document.getElementById('simulated').hidden = response.headers.get('Data-Label') !== 'simulated';
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(body.detail ?? response.status), { needsKey: response.status === 401 || response.status === 403 });
  return body;
}

function table(columns, rows) {
  if (rows.length === 0) return element('p', t('nothing'));
  const made = element('table');
  const head = made.createTHead().insertRow();
  for (const [label, , kind] of columns) {
    const cell = element('th', label, kind);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const [, value, kind, tone] of columns) line.append(element('td', value(row), `${kind ?? ''} ${tone ? tone(row) : ''}`.trim()));
  }
  const scroll = element('div', undefined, 'scroll');
  scroll.append(made);
  return scroll;
}

const tone = met => met === null ? '' : met ? 'good' : 'bad';

function showTargets(answer) {
  const tiles = [];
  const each = new Map();
  for (const target of answer.targets) {
    if (!target.unit) tiles.push({ target, value: percent(target.value), detail: `${target.numerator} / ${target.denominator}`, met: target.met, distance: target.distance });
    else if (target.met !== null) each.set(target.id, [...(each.get(target.id) ?? []), target]);
  }
  for (const [, targets] of each) {
    const met = targets.filter(target => target.met).length;
    tiles.push({ target: targets[0], value: `${met} / ${targets.length}`, detail: t('units'), met: met === targets.length, distance: null });
  }
  document.getElementById('targets').replaceChildren(...tiles.map(tile => {
    const made = element('article', undefined, 'tile');
    made.append(
      element('p', tile.target.description),
      element('p', tile.value, `value ${tone(tile.met)}`),
      element('p', `${tile.detail} · ${t('must')} ${tile.target.comparison} ${percent(tile.target.threshold)} · ${tile.met === null ? t('none') : tile.met ? t('met') : t('missed')}`
        + (tile.distance === null ? '' : ` · ${t('distance')}: ${tile.distance}`)));
    return made;
  }));
}

const unitColumns = () => [
  [t('code'), row => row.key], [t('unit'), row => row.name], [t('finished'), row => row.finished, 'number'], [t('late'), row => row.late, 'number'],
  [t('rate'), row => percent(row.onTimeRate), 'number', row => tone(row.target?.met ?? null)], [t('openOverdue'), row => row.openOverdue, 'number'],
  [t('distance'), row => row.target?.distance ?? '–', 'number'],
  [t('days'), row => row.daysLate.max === null ? '–' : `${row.daysLate.median} / ${row.daysLate.p90} / ${row.daysLate.max}`, 'number'],
];
const worst = rows => rows.filter(row => row.onTimeRate !== null).sort((a, b) => a.onTimeRate - b.onTimeRate);

async function show() {
  document.forms.key.hidden = true;
  document.documentElement.lang = language;
  for (const marked of document.querySelectorAll('[data-text]')) marked.textContent = t(marked.dataset.text);
  document.getElementById('language').textContent = t('other');
  const meta = document.getElementById('meta');
  const query = new URLSearchParams();
  for (const name of ['from', 'to']) if (address.searchParams.get(name)) query.set(name, address.searchParams.get(name));
  const definition = address.searchParams.get('definition') ?? 'closed';
  try {
    const targets = await get(`/v1/targets?${query}`);
    for (const name of ['from', 'to']) document.forms.period.elements[name].value = targets[name];
    document.forms.period.elements.definition.value = definition;
    showTargets(targets);
    const rates = by => get(`/v1/on-time?by=${by}&${query}&definition=${definition}`);
    const [districts, branches, overdue] = await Promise.all([
      rates('district'), rates('branch'),
      get(`/v1/dossiers?state=overdue&sort=-daysLate&limit=20&${query}&definition=${definition}`).catch(error => {
        // Figures may be public; dossiers never are.
        if (!error.needsKey) throw error;
        document.forms.key.hidden = false;
        return null;
      })]);
    document.getElementById('districts').replaceChildren(table(unitColumns(), worst(districts.rows)));
    document.getElementById('branches').replaceChildren(table(unitColumns(), worst(branches.rows)));
    document.getElementById('overdue').replaceChildren(overdue === null ? element('p', t('needsKey')) : table([
      [t('dossier'), item => item.code], [t('unit'), item => item.unitName], [t('holder'), item => item.holder ?? '–'],
      [t('due'), item => item.dueAt?.slice(0, 10) ?? '–'], [t('daysLate'), item => item.daysLate, 'number']], overdue.items));
    meta.textContent = `${t('asOf')} ${targets.asOf} · ${t('calendar')} ${targets.calendar}`;
    meta.className = '';
  } catch (error) {
    meta.textContent = `${t('failed')}: ${error.message}`;
    meta.className = 'error';
    document.forms.key.hidden = !error.needsKey;
  }
}

document.getElementById('language').addEventListener('click', () => {
  language = language === 'vi' ? 'en' : 'vi';
  address.searchParams.set('lang', language);
  history.replaceState(null, '', address);
  show();
});
document.forms.key.addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem('key', event.target.elements.key.value.trim());
  event.target.reset();
  show();
});
document.forms.period.addEventListener('submit', event => {
  event.preventDefault();
  for (const name of ['from', 'to', 'definition']) address.searchParams.set(name, event.target.elements[name].value);
  history.replaceState(null, '', address);
  show();
});
show();
