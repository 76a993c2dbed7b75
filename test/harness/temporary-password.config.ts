import type { PortalConfig } from '../../lib/options.ts';
import config from '../../portal.config.ts';

/** The other house style of recovery. */
export default { ...config, recovery: 'temporary-password' } satisfies PortalConfig;
