import type { PortalConfig } from '../../lib/options.ts';
import config from '../../portal.config.ts';

/** Browser and phone show one picture. */
export default { ...config, approvalMatch: 'compare' } satisfies PortalConfig;
