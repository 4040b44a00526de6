import { defineConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';
import mf from './module-federation.config';

export default defineConfig({ source: { entry: { index: './src/i.ts' } }, plugins: [pluginReact(), pluginModuleFederation(mf)] });
