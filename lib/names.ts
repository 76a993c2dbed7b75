/** `sign-in` or `TABLE_ACCOUNTS` → `SignIn`, `TableAccounts`: ids of constructs and names of outputs. */
export function pascalCase(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
