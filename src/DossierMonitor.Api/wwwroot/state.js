// The view is its address: what is not in the address is not remembered, except the key (this tab) and the theme (this browser).
export const read = () => new URLSearchParams(location.search);

/** The address of a view: what stays (language, theme) and what is given. */
export function href(view, params = {}) {
  const now = read();
  const address = new URLSearchParams();
  if (view !== 'overview') address.set('view', view);
  for (const name of ['lang', 'theme']) if (now.get(name)) address.set(name, now.get(name));
  const pairs = params instanceof URLSearchParams ? params : Object.entries(params);
  for (const [name, value] of pairs) if (value !== null && value !== undefined && value !== '') address.append(name, value);
  const text = address.toString();
  return text ? `/?${text}` : '/';
}

/** The same view with some of its state changed; null takes a value away. */
export function changed(changes) {
  const address = read();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') address.delete(name);
    else address.set(name, value);
  }
  const text = address.toString();
  return text ? `/?${text}` : '/';
}

/** What is chosen for figures, as the query that the API takes. */
export function figuresQuery(extra = {}) {
  const now = read();
  const query = new URLSearchParams();
  for (const name of ['from', 'to', 'asOf', 'knownAt', 'definition', 'field', 'unit']) if (now.get(name)) query.set(name, now.get(name));
  for (const [name, value] of Object.entries(extra)) {
    if (value === null) query.delete(name);
    else if (value !== undefined) query.set(name, value);
  }
  return query;
}

/** From a link of the API to the page that shows its rows. */
export function rowsHref(link, state, more = {}) {
  const query = new URLSearchParams(link.slice(link.indexOf('?') + 1));
  if (state) query.set('state', state);
  for (const [name, value] of Object.entries(more)) if (value !== null && value !== undefined) query.set(name, value);
  return href('rows', query);
}
