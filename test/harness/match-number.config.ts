import type { PortalConfig } from '../../lib/options.ts';
import config from '../../portal.config.ts';

/** Digits of the browser are typed on the phone. */
export default { ...config, approvalMatch: 'number' } satisfies PortalConfig;
