// Shows what /catalog/letters.json says for this page's own conditions. Everything is put in as text, never as markup.
'use strict';

function cell(...lines) {
  const made = document.createElement('td');
  lines.filter(line => line !== null && line !== undefined).forEach((line, n) => {
    const part = document.createElement(n === 0 ? 'div' : 'small');
    part.textContent = line;
    made.append(part);
  });
  return made;
}

async function show() {
  const summary = document.getElementById('summary');
  const asked = [...new URLSearchParams(location.search)].map(([name, value]) => name + ' ' + value).join(', ');
  try {
    const answer = await fetch('/catalog/letters.json' + location.search);
    if (!answer.ok) {
      throw new Error('the hub answers ' + answer.status);
    }
    const letters = await answer.json();
    summary.textContent = (letters.more ? 'The latest ' : '') + letters.items.length + ' open' + (asked ? ': ' + asked : '');
    document.getElementById('letters').append(...letters.items.map(letter => {
      const row = document.createElement('tr');
      row.append(cell(letter.id, letter.deliveryId), cell(letter.faultClass), cell(letter.code), cell(letter.cause), cell(letter.attempts),
        cell(letter.updated));
      return row;
    }));
  } catch (failure) {
    summary.textContent = 'The letters could not be read: ' + failure.message;
  }
}

show();
