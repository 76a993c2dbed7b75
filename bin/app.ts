import { App } from 'aws-cdk-lib';
import { addPortal } from '../lib/portal-app.ts';
import config from '../portal.config.ts';

addPortal(new App(), config);
