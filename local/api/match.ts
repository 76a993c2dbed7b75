import type { RoutePlan } from '../stack/routes.ts';

export interface Match<T> {
  readonly route: T;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request as HTTP APIs do: literal before `{parameter}` before `{rest+}`, a method before `ANY`, `$default` last. */
export function createRouter<T extends Pick<RoutePlan, 'key'>>(routes: readonly T[]) {
  const patterns = routes
    .filter((route) => route.key !== '$default')
    .map((route) => ({ route, ...compile(route.key) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const fallback = routes.find((route) => route.key === '$default');
  return (method: string, path: string): Match<T> | undefined => {
    for (const { route, verb, expression } of patterns) {
      const found = verb === 'ANY' || verb === method ? expression.exec(path) : null;
      if (found !== null) return { route, parameters: found.groups ?? {} };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

function compile(key: string) {
  const [verb = '', path = ''] = key.split(' ');
  const segments = path.split('/').map((segment) => {
    const [, name, rest] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) return { rank: '0', source: segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') };
    return rest === '+' ? { rank: '2', source: `(?<${name}>.+)` } : { rank: '1', source: `(?<${name}>[^/]+)` };
  });
  return {
    verb,
    expression: new RegExp(`^${segments.map((segment) => segment.source).join('/')}$`),
    rank: segments.map((segment) => segment.rank).join('') + (verb === 'ANY' ? '1' : '0'),
  };
}
