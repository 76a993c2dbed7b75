import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import type { PortalConfig } from '../lib/options.ts';
import { addPortal } from '../lib/portal-app.ts';

// One checkout may deploy several portals: PORTAL_CONFIG names another file than the usual one.
const file = resolve(process.env.PORTAL_CONFIG ?? 'portal.config.ts');
const { default: config }: { default: PortalConfig } = await import(pathToFileURL(file).href);

addPortal(new App(), config);
