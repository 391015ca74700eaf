// Makes the page's elements. Everything is put in as text, never as markup.

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  children.flat().filter(child => child !== null && child !== undefined).forEach(child => made.append(child));
  return made;
}

export const code = text => element('code', '', text);
export const small = text => element('small', '', text);
export const tag = (text, kind) => element('span', 'tag ' + (kind || ''), text);
export const none = () => element('span', 'none', '–');
export const names = list => list && list.length ? element('div', 'names', list.map(name => element('div', '', name))) : none();
export const lines = parts => element('div', '', parts.filter(part => part !== null && part !== undefined && part !== '')
  .map(part => element('div', '', part)));

export function link(hash, ...children) {
  const made = element('a', '', ...children);
  made.href = hash;
  return made;
}

/** On a phone each row is a card, so every cell carries its column's name along. */
export function table(heads, items, cells, id) {
  const body = element('tbody', '', items.map(item => {
    const row = element('tr', '', cells(item).map((cell, n) => {
      const made = element('td', '', cell);
      made.dataset.head = heads[n];
      return made;
    }));
    if (id) {
      row.id = id(item);
    }
    return row;
  }));
  const head = element('thead', '', element('tr', '', heads.map(name => element('th', '', name))));
  head.querySelectorAll('th').forEach(cell => cell.setAttribute('scope', 'col'));
  return element('table', 'cards', head, body);
}
