import type { PortalConfig } from '../../lib/options.ts';
import config from '../../portal.config.ts';

/** Temporary passwords instead of codes, and one picture that browser and phone both show. */
export default { ...config, recovery: 'temporary-password', approvalMatch: 'compare' } satisfies PortalConfig;
