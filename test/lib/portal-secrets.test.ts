import { describe, expect, test } from 'vitest';
import { flatten, idsOf, synthesize } from './synthesis.ts';

const template = synthesize();
const secrets = template.findResources('AWS::SecretsManager::Secret');

test('no secret has a value in the template', () => {
  for (const { Properties } of Object.values(secrets)) {
    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties.GenerateSecretString).toMatchObject({ PasswordLength: 64, ExcludePunctuation: true });
  }
});

test('the keys begin with one, which is current, and outlive the stack', () => {
  const [id = ''] = idsOf(template, 'AWS::SecretsManager::Secret', '/Keys/');
  expect(secrets[id]).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: { GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1' } },
  });
});

describe('while the origin secret changes', () => {
  const changing = synthesize({ originSecrets: ['a', 'b'] });
  const [a = ''] = idsOf(changing, 'AWS::SecretsManager::Secret', '/Origin-a/');
  const [b = ''] = idsOf(changing, 'AWS::SecretsManager::Secret', '/Origin-b/');
  const reference = (id: string) => `{{resolve:secretsmanager:<${id}>:SecretString:::}}`;

  test('CloudFront sends the first', () => {
    const [distribution] = Object.values(changing.findResources('AWS::CloudFront::Distribution'));
    const headers = distribution?.Properties.DistributionConfig.Origins.flatMap(
      (origin: { OriginCustomHeaders?: { HeaderValue: unknown }[] }) => origin.OriginCustomHeaders ?? [],
    );
    const sent: string[] = headers.map((header: { HeaderValue: unknown }) => flatten(header.HeaderValue));
    // To the HTTP API, and to the WebSocket API.
    expect(sent).toEqual([reference(a), reference(a)]);
  });

  test('functions accept both, so that neither order of updates locks anybody out', () => {
    const lambdas = Object.values(changing.findResources('AWS::Lambda::Function'));
    const accepted = lambdas.flatMap(({ Properties }) => Properties.Environment?.Variables.ORIGIN_SECRET ?? []);
    expect(accepted.map(flatten)).toEqual(accepted.map(() => `${reference(a)},${reference(b)}`));
    expect(accepted).not.toHaveLength(0);
  });
});
