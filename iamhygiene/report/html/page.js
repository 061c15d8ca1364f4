// Filters for the findings. The page is whole without them: this script only
// hides what is not asked for, and folds out what is.
(() => {
  'use strict';
  const form = document.getElementById('filters');
  if (!form) return;
  const live = document.getElementById('shown');
  const search = form.elements.namedItem('q');
  const theme = form.elements.namedItem('theme');
  const change = form.elements.namedItem('change');
  const boxes = (name) => Array.from(form.querySelectorAll(`input[name=${name}]`));
  const root = document.getElementById('findings');

  const groups = Array.from(root.querySelectorAll('.group'), (el) => ({ el, shown: 0, total: 0, count: el.querySelector('.count') }));
  const cards = [];
  const rows = [];
  for (const group of groups) {
    for (const el of group.el.querySelectorAll('.check')) {
      const card = { el, group, shown: 0, total: 0, theme: el.dataset.theme, count: el.querySelector('.count'), heading: null };
      card.words = card.count.textContent.replace(/^[\d,]+/, '');
      cards.push(card);
      for (const row of el.querySelectorAll('.rows > li')) {
        rows.push({ el: row, card, status: group.el.dataset.status, severity: row.dataset.severity, change: row.dataset.change || '' });
        card.total++;
        group.total++;
      }
    }
  }
  let leftOut = 0;
  for (const el of root.querySelectorAll('[data-left-out]')) leftOut += Number(el.dataset.leftOut);
  const number = (n) => n.toLocaleString('en-US');

  // The text of a row and of its check is what search looks in; it is collected
  // when somebody first searches.
  const textOf = (row) => {
    if (row.card.heading === null) {
      row.card.heading = row.card.el.querySelector('h4').textContent + ' ' + row.card.el.querySelector('.meta').textContent;
    }
    if (row.text === undefined) {
      row.text = (row.card.heading + ' ' + row.el.textContent + ' ' + (row.el.dataset.fingerprint || '')).toLowerCase();
    }
    return row.text;
  };

  const picked = (name) => new Set(boxes(name).filter((b) => b.checked).map((b) => b.value));

  // Folds that a filter opened are closed again when it is taken back.
  const opened = new Set();
  const reveal = (details) => {
    if (!details.open) {
      details.open = true;
      opened.add(details);
    }
  };

  const apply = () => {
    const status = picked('status');
    const severity = picked('severity');
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = status.size > 0 || severity.size > 0 || words.length > 0 || theme.value !== '' || (change && change.value !== '');
    for (const x of groups.concat(cards)) x.shown = 0;
    const folds = new Set();
    let shown = 0;
    for (const row of rows) {
      const show = (status.size === 0 || status.has(row.status)) &&
        (severity.size === 0 || severity.has(row.severity)) &&
        (theme.value === '' || theme.value === '=' + row.card.theme) &&
        (!change || change.value === '' || change.value === row.change) &&
        words.every((w) => textOf(row).includes(w));
      if (row.el.hidden === show) row.el.hidden = !show;
      if (!show) continue;
      shown++;
      row.card.shown++;
      row.card.group.shown++;
      if (active) {
        for (let d = row.el.parentElement.closest('details'); d && !folds.has(d); d = d.parentElement.closest('details')) folds.add(d);
      }
    }
    for (const d of opened) {
      if (!folds.has(d)) {
        d.open = false;
        opened.delete(d);
      }
    }
    for (const d of folds) reveal(d);
    for (const card of cards) {
      card.el.hidden = active && card.shown === 0;
      card.count.textContent = (card.shown === card.total ? number(card.total) : `${number(card.shown)} of ${number(card.total)}`) + card.words;
    }
    for (const group of groups) {
      group.el.hidden = active && group.shown === 0;
      group.count.textContent = group.shown === group.total ? group.count.dataset.all : `${number(group.shown)} of ${group.count.dataset.all}`;
    }
    let text = `${number(shown)} of ${number(rows.length)} findings shown.`;
    if (shown === 0) text = 'No finding matches.';
    if (leftOut > 0) text += ` ${number(leftOut)} more are not on this page.`;
    live.textContent = text;
  };

  // The address keeps the filter, so that a link can show the same.
  const write = () => {
    const parts = [];
    for (const name of ['status', 'severity']) {
      const set = picked(name);
      if (set.size > 0) parts.push(name + '=' + Array.from(set).join(','));
    }
    if (theme.value !== '') parts.push('theme=' + encodeURIComponent(theme.value.slice(1)));
    if (change && change.value !== '') parts.push('change=' + change.value);
    if (search.value.trim() !== '') parts.push('q=' + encodeURIComponent(search.value.trim()));
    const hash = parts.length > 0 ? '#' + parts.join('&') : '';
    if (hash !== location.hash) history.replaceState(null, '', location.pathname + location.search + hash);
  };

  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes('=')) {
      const target = hash === '' ? null : document.getElementById(hash);
      if (target) {
        for (let d = target.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
      }
      return false;
    }
    const want = new URLSearchParams(hash);
    for (const name of ['status', 'severity']) {
      const values = new Set((want.get(name) || '').split(','));
      for (const box of boxes(name)) box.checked = values.has(box.value);
    }
    theme.value = want.has('theme') ? '=' + want.get('theme') : '';
    if (theme.selectedIndex < 0) theme.value = '';
    if (change) {
      change.value = want.get('change') || '';
      if (change.selectedIndex < 0) change.value = '';
    }
    search.value = want.get('q') || '';
    return true;
  };

  let timer = 0;
  const update = () => {
    clearTimeout(timer);
    apply();
    write();
  };
  form.addEventListener('change', update);
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(update, 120);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    update();
  });
  // The fields have their first values only after the event.
  form.addEventListener('reset', () => setTimeout(update));

  const fold = (open) => {
    for (const row of rows) if (!row.el.hidden) row.el.querySelector('details').open = open;
    for (const card of cards) for (const d of card.el.querySelectorAll(':scope > details')) d.open = open;
    if (open) for (const group of groups) for (const d of group.el.querySelectorAll(':scope > details')) if (!group.el.hidden) d.open = true;
    live.textContent = open ? 'All details are open.' : 'All details are closed.';
  };
  document.getElementById('unfold').addEventListener('click', () => fold(true));
  document.getElementById('fold').addEventListener('click', () => fold(false));

  for (const a of document.querySelectorAll('a[data-filter-theme]')) {
    a.addEventListener('click', (event) => {
      event.preventDefault();
      form.reset();
      theme.value = '=' + a.dataset.filterTheme;
      setTimeout(() => {
        update();
        const heading = document.getElementById('findings-heading');
        heading.focus({ preventScroll: true });
        heading.scrollIntoView();
      });
    });
  }

  // Paper cannot unfold: print shows what the filter shows, with all details.
  const closed = [];
  addEventListener('beforeprint', () => {
    for (const d of document.querySelectorAll('details:not([open])')) {
      closed.push(d);
      d.open = true;
    }
  });
  addEventListener('afterprint', () => {
    for (const d of closed.splice(0)) d.open = false;
  });

  addEventListener('hashchange', () => {
    if (read()) apply();
  });
  document.documentElement.classList.add('js');
  form.hidden = false;
  const filtered = read();
  apply();
  if (filtered) root.scrollIntoView();
})();
