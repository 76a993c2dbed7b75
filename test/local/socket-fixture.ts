/** The small stack's sockets, written as CDK writes them. */

/** Lets in whom it is told to, and logs who asked. */
export const SOCKET = `
exports.handler = async (event) => {
  console.log('asked ' + JSON.stringify(event));
  const { status = '200' } = event.queryStringParameters ?? {};
  return { statusCode: Number(status), headers: { 'Sec-WebSocket-Protocol': 'own.protocol' } };
};`;

const named = (name: string) => ({ Ref: name });

export const socketResources = {
  Sockets: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } },
  ConnectIntegration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      IntegrationUri: {
        'Fn::Join': [
          '',
          [
            'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/',
            { 'Fn::GetAtt': ['SocketFunction', 'Arn'] },
            '/invocations',
          ],
        ],
      },
    },
  },
  Connect: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: named('Sockets'),
      RouteKey: '$connect',
      Target: { 'Fn::Join': ['', ['integrations/', named('ConnectIntegration')]] },
    },
  },
  SocketsStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: named('Sockets'),
      StageName: 'ws',
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 20 },
    },
  },
  Handshakes: {
    Type: 'AWS::CloudFront::OriginRequestPolicy',
    Properties: {
      OriginRequestPolicyConfig: {
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: ['Origin', 'Sec-WebSocket-Key', 'Sec-WebSocket-Protocol', 'Sec-WebSocket-Version'],
        },
        CookiesConfig: { CookieBehavior: 'all' },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    },
  },
};

export const socketOrigin = (secret: object) => ({
  Id: 'sockets',
  DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Sockets', 'ApiEndpoint'] }] }] },
  OriginCustomHeaders: [{ HeaderName: 'x-origin-secret', HeaderValue: secret }],
});

export const socketBehaviour = {
  PathPattern: '/ws',
  TargetOriginId: 'sockets',
  OriginRequestPolicyId: named('Handshakes'),
  ResponseHeadersPolicyId: named('Headers'),
};

/** Where functions post. */
export const socketsEndpoint = {
  'Fn::Join': ['', ['https://', named('Sockets'), '.execute-api.eu-west-1.amazonaws.com/ws']],
};
