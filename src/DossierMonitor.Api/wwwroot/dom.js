import { t } from './words.js';

/** An element with its properties, attributes and children; text is always text, never markup. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (property === 'class') made.className = value;
    else if (property === 'text') made.textContent = value;
    else if (property.startsWith('on')) made.addEventListener(property.slice(2), value);
    else if (value === true) made.setAttribute(property, '');
    else made.setAttribute(property, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export const link = (address, text, properties = {}) => element('a', { href: address, ...properties }, text);

/**
 * A table: each column has a label, a cell, and whether it is a number; the first column heads its row. A cell is a text or a
 * node. On a phone each row becomes a list of its labelled cells.
 */
export function table({ caption, columns, rows, foot, stack = true, label }) {
  const made = element('table', { class: stack ? 'stack' : null });
  if (caption) made.append(element('caption', {}, caption));
  made.append(element('thead', {}, element('tr', {}, ...columns.map(column => element('th', { scope: 'col', class: column.kind }, column.label)))));
  const line = (row, of) => element('tr', {}, ...columns.map((column, index) => {
    const content = of(column, row);
    const classes = [column.kind, column.tone?.(row)].filter(Boolean).join(' ') || null;
    return index === 0
      ? element('th', { scope: 'row', class: classes }, content)
      : element('td', { class: classes, 'data-label': column.label }, content);
  }));
  made.append(element('tbody', {}, ...rows.map(row => line(row, (column, of) => column.cell(of)))));
  if (foot) made.append(element('tfoot', {}, line(foot, (column, of) => (column.foot ? column.foot(of) : column.cell(of)))));
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('tableOf', { t: label ?? caption }) }, made);
}

export const announce = text => { document.getElementById('announcer').textContent = text; };
