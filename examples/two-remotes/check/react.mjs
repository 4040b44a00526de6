// Draws a small page with a given React and React DOM and returns what the document looks like at each step.
import { createDocument } from './dom.mjs';

// What stands in for an export that an app does not use, and that its React may therefore lack.
const children = props => props.children;
const standIns = {
  Fragment: children,
  StrictMode: children,
  Suspense: children,
  createContext: value => Object.assign(props => props.children, { value }),
  useContext: context => context.value,
  lazy: () => () => 'not lazy',
  memo: component => component,
  startTransition: action => action(),
  useCallback: callback => callback,
  useDeferredValue: value => value,
  useEffect: () => {},
  useId: () => 'id',
  useMemo: compute => compute(),
  useReducer: (_, value) => [value, () => {}],
  useRef: value => ({ current: value }),
  useState: initial => [initial(), () => {}],
  useSyncExternalStore: (_, snapshot) => snapshot(),
};

/**
 * `react`, `dom`, `client` and `jsx` are the exports of react, react-dom, react-dom/client and react/jsx-
 * runtime.
 */
export async function drawPage({ react, dom, client, jsx }) {
  const {
    StrictMode,
    Fragment,
    Suspense,
    createContext,
    lazy,
    memo,
    startTransition,
    useCallback,
    useContext,
    useDeferredValue,
    useEffect,
    useId,
    useMemo,
    useReducer,
    useRef,
    useState,
    useSyncExternalStore,
  } = { ...standIns, ...react };
  const { createPortal = content => content } = dom;
  const h = (type, props = {}, ...content) =>
    content.length > 1 && jsx.jsxs
      ? jsx.jsxs(type, { ...props, children: content })
      : jsx.jsx(type, { ...props, children: content[0] ?? props.children });
  const document = createDocument();
  const log = [];
  const steps = [];

  const Theme = createContext('plain');
  const store = { value: 1, listeners: new Set() };
  const subscribe = listener => {
    store.listeners.add(listener);
    return () => store.listeners.delete(listener);
  };
  const Price = memo(function Price({ amount }) {
    log.push(`price ${amount}`);
    return h('b', {}, amount.toFixed(2));
  });
  const Later = lazy(() => ({ then: resolve => resolve({ default: () => h('i', {}, 'loaded') }) }));

  function Page() {
    const [count, add] = useReducer((sum, step) => sum + step, 1);
    const [open, setOpen] = useState(() => false);
    const theme = useContext(Theme);
    const stored = useSyncExternalStore(subscribe, () => store.value);
    const deferred = useDeferredValue(count);
    const button = useRef(null);
    const total = useMemo(() => count * 10, [count]);
    const click = useCallback(() => {
      add(2);
      startTransition(() => setOpen(true));
    }, []);
    const id = useId();
    useEffect(() => {
      log.push(`effect ${count}, button ${button.current.nodeName}`);
      return () => log.push(`end of effect ${count}`);
    }, [count]);
    return h(
      Fragment,
      {},
      h('h1', { className: theme, id }, `${count} of ${stored}, ${deferred}`),
      h('button', { ref: button, onClick: click }, 'More'),
      h(Price, { amount: total }),
      h(Price, { amount: 5 }),
      h(Suspense, { fallback: 'waiting' }, h(Later)),
      open && createPortal(h('u', {}, 'open'), document.body),
    );
  }

  globalThis.window = document.defaultView;
  globalThis.document = document;
  try {
    const container = document.body.appendChild(document.createElement('div'));
    const root = client.createRoot(container);
    const step = async action => {
      action();
      await new Promise(resolve => setTimeout(resolve, 25)); // React works in tasks of its own
      steps.push(document.documentElement.outerHTML);
    };
    await step(() => root.render(h(StrictMode, {}, h(Theme, { value: 'bright' }, h(Page)))));
    await step(() => container.dispatch({ type: 'click', target: container.childNodes[1], nativeEvent: {} }));
    await step(() => {
      store.value = 7;
      for (const listener of store.listeners) listener();
    });
    await step(() => root.unmount());
    return { steps, log };
  } finally {
    delete globalThis.window;
    delete globalThis.document;
  }
}
