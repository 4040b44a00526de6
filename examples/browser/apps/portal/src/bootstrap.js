import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { calls as agendaCalls } from 'agenda/calls';
import { calls as reviewsCalls } from 'reviews/calls';
import { calls } from './calls.mjs';
import { Page } from './Page.js';

// What the test asks for: every app's calls of the functions that it uses.
globalThis.calls = { portal: calls, agenda: agendaCalls, reviews: reviewsCalls };

createRoot(document.getElementById('root')).render(createElement(StrictMode, null, createElement(Page)));
