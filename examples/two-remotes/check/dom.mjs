// As much of a browser's document as React needs to draw into: enough to see that the pruned React draws and
// reacts.

class Node {
  childNodes = [];
  parentNode = null;
  listeners = new Map();

  constructor(nodeType, nodeName, ownerDocument) {
    Object.assign(this, { nodeType, nodeName, ownerDocument });
  }
  get tagName() {
    return this.nodeName;
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get lastChild() {
    return this.childNodes.at(-1) ?? null;
  }
  get nextSibling() {
    return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null;
  }
  get textContent() {
    return this.nodeType === 3 ? this.nodeValue : this.childNodes.map(child => child.textContent).join('');
  }
  set textContent(text) {
    this.childNodes = [];
    if (text !== '') this.appendChild(this.ownerDocument.createTextNode(text));
  }
  insertBefore(child, before) {
    child.parentNode?.removeChild(child);
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child) {
    return this.insertBefore(child, null);
  }
  removeChild(child) {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }
  contains(other) {
    return other === this || this.childNodes.some(child => child.contains(other));
  }
  addEventListener(type, listener, capture) {
    if (!capture) this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  removeEventListener() {}
  dispatch(event) {
    for (let node = this; node; node = node.parentNode)
      for (const listener of node.listeners.get(event.type) ?? []) listener(event);
  }
}

class Element extends Node {
  attributes = new Map();
  style = {};
  namespaceURI = 'http://www.w3.org/1999/xhtml';
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }
  removeAttribute(name) {
    this.attributes.delete(name);
  }
  get outerHTML() {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${value}"`).join('');
    const children = this.childNodes.map(child => child.outerHTML ?? child.nodeValue ?? '').join('');
    const name = this.nodeName.toLowerCase();
    return `<${name}${attributes}>${children}</${name}>`;
  }
}

export function createDocument() {
  const document = new Node(9, '#document', null);
  Object.assign(document, {
    createElement: name => new Element(1, name.toUpperCase(), document),
    createTextNode: text => Object.assign(new Node(3, '#text', document), { nodeValue: String(text) }),
    createComment: text => Object.assign(new Node(8, '#comment', document), { nodeValue: text }),
    activeElement: null,
  });
  document.documentElement = document.appendChild(document.createElement('html'));
  document.body = document.documentElement.appendChild(document.createElement('body'));
  document.defaultView = {
    document,
    event: undefined,
    getSelection: () => null,
    HTMLIFrameElement: class {},
    addEventListener() {},
    removeEventListener() {},
  };
  return document;
}
