// The picture of a flow in its box: zoom, pan, the way of the box one points at. The box scrolls, so touch and screen readers need nothing of their own.

const SMALLEST = 0.5;
const LARGEST = 4;
const STEP = 1.25;
const PAN = 60;

// Everything before and behind a node, along the lines.
function way(svg, start) {
  const edges = [...svg.querySelectorAll('.edge')];
  const found = new Set([start.dataset.id]);
  const used = new Set();
  const follow = (id, near, far, seen) => edges.filter(edge => edge.dataset[near] === id).forEach(edge => {
    used.add(edge);
    const next = edge.dataset[far];
    found.add(next);
    if (!seen.has(next)) {
      seen.add(next);
      follow(next, near, far, seen);
    }
  });
  follow(start.dataset.id, 'from', 'to', new Set([start.dataset.id]));
  follow(start.dataset.id, 'to', 'from', new Set([start.dataset.id]));
  svg.querySelectorAll('.node').forEach(node => node.classList.toggle('way', found.has(node.dataset.id)));
  edges.forEach(edge => edge.classList.toggle('way', used.has(edge)));
}

function nodes(svg, chosen) {
  svg.querySelectorAll('.node').forEach(node => {
    const point = () => {
      way(svg, node);
      svg.classList.add('pointed');
    };
    const leave = () => svg.classList.remove('pointed');
    node.setAttribute('tabindex', '0');
    node.setAttribute('role', 'link');
    node.addEventListener('mouseenter', point);
    node.addEventListener('mouseleave', leave);
    node.addEventListener('focus', point);
    node.addEventListener('blur', leave);
    node.addEventListener('click', () => chosen(node.dataset.id));
    node.addEventListener('keydown', event => event.key === 'Enter' && chosen(node.dataset.id));
  });
}

/** Pictures in this box; `shown` is told the zoom in per cent. */
export class Picture {

  constructor(box, shown) {
    this.box = box;
    this.shown = shown;
    this.scale = 1;
    box.addEventListener('keydown', event => this.key(event));
    box.addEventListener('wheel', event => this.wheel(event), {passive: false});
    this.draggable();
  }

  show(svg, chosen) {
    this.box.replaceChildren(svg);
    this.svg = svg;
    svg.setAttribute('role', 'group');
    nodes(svg, id => this.dragged || chosen(id));
    this.reset();
  }

  /** As large as the box, but no letter smaller or much larger than the page's. */
  reset() {
    this.zoom(Math.min(Math.max(this.box.clientWidth / this.svg.viewBox.baseVal.width, 1), STEP), 0, 0);
    this.box.scrollTo(0, 0);
  }

  /** What stands at x, y of the box stays there. */
  zoom(scale, x = this.box.clientWidth / 2, y = this.box.clientHeight / 2) {
    const next = Math.min(Math.max(scale, SMALLEST), LARGEST);
    const left = (this.box.scrollLeft + x) / this.scale;
    const top = (this.box.scrollTop + y) / this.scale;
    const size = this.svg.viewBox.baseVal;
    this.scale = next;
    this.svg.setAttribute('width', size.width * next);
    this.svg.setAttribute('height', size.height * next);
    this.box.scrollTo(left * next - x, top * next - y);
    this.shown(Math.round(next * 100));
  }

  in() {
    this.zoom(this.scale * STEP);
  }

  out() {
    this.zoom(this.scale / STEP);
  }

  key(event) {
    // With Ctrl they are the browser's own zoom.
    if (!this.svg || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const pan = (x, y) => () => this.box.scrollBy(x, y);
    const act = {
      '+': () => this.in(), '=': () => this.in(), '-': () => this.out(), '0': () => this.reset(),
      ArrowLeft: pan(-PAN, 0), ArrowRight: pan(PAN, 0), ArrowUp: pan(0, -PAN), ArrowDown: pan(0, PAN)
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  wheel(event) {
    if (this.svg && event.ctrlKey) {
      event.preventDefault();
      const area = this.box.getBoundingClientRect();
      this.zoom(this.scale * Math.exp(-event.deltaY / 300), event.clientX - area.left, event.clientY - area.top);
    }
  }

  /** With a mouse; a finger scrolls by itself. */
  draggable() {
    let from = null;
    this.box.addEventListener('pointerdown', event => {
      this.dragged = false;
      if (event.pointerType === 'mouse' && event.button === 0) {
        from = {x: event.clientX + this.box.scrollLeft, y: event.clientY + this.box.scrollTop, startX: event.clientX, startY: event.clientY};
      }
    });
    this.box.addEventListener('pointermove', event => {
      if (from && (this.dragged || Math.hypot(event.clientX - from.startX, event.clientY - from.startY) > 4)) {
        this.dragged = true;
        this.box.classList.add('dragged');
        this.box.setPointerCapture(event.pointerId);
        this.box.scrollTo(from.x - event.clientX, from.y - event.clientY);
      }
    });
    ['pointerup', 'pointercancel'].forEach(end => this.box.addEventListener(end, () => {
      from = null;
      this.box.classList.remove('dragged');
    }));
  }
}
