export const dynamicRemote = (name: string): string => `promise new Promise(resolve => {
  const script = document.createElement('script');
  script.src = window.remotes['${name}'];
  script.onload = () => resolve({ get: request => window.${name}.get(request), init: arg => window.${name}.init(arg) });
  document.head.appendChild(script);
})`;
