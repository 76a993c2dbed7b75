import { describe, expect, it } from 'vitest';
import { browserOf, viewerAddress, visitOf } from '../../lambdas/http/viewer.ts';
import { START } from '../harness/people.ts';

const address = (value: string) => viewerAddress({ 'cloudfront-viewer-address': value });

describe('the address of a client', () => {
  it.each([
    ['192.0.2.7:51234', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6:51234', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::5:51234', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:0000:0000:0000:0005:443', '2001:db8:1:2::/64'],
    ['2001:db8::5:51234', '2001:db8:0:0::/64'],
    ['::1:51234', '0:0:0:0::/64'],
    ['[2001:db8:1:2::5]:51234', '2001:db8:1:2::/64'],
    ['fe80:0:0:0:1::2:80', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (value, counted) => {
    expect(address(value)).toBe(counted);
  });

  it('every form of one IPv6 network is one', () => {
    const forms = [
      '2001:db8:0:0:1::9:1',
      '2001:db8::1:0:0:9:2',
      '2001:0db8:0000:0000:ffff::1:3',
      '2001:db8:0:0:0:0:0:1:4',
    ];
    expect(new Set(forms.map(address))).toEqual(new Set(['2001:db8:0:0::/64']));
  });

  it('T63: is told by the edge alone', () => {
    expect(viewerAddress({ 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' })).toBe('');
  });
});

describe('a visit', () => {
  it('is when, with what, and roughly where from', () => {
    const headers = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'cloudfront-viewer-city': 'S%C3%A3o%20Paulo',
      'cloudfront-viewer-country': 'BR',
    };
    expect(visitOf(headers, START)).toEqual({ at: START, browser: 'Firefox, Linux', place: 'São Paulo, BR' });
  });

  it('without any header is when alone', () => {
    expect(visitOf({}, START)).toEqual({ at: START, browser: '?' });
  });

  it.each([
    ['<script>alert(1)</script>', 'scriptalert1script'],
    ['Utrecht\r\nBcc: eve@example.org', 'UtrechtBcc eveexample.org'],
    ['%E2%80%AEUtrecht', 'Utrecht'],
    ['%zz', 'zz'],
    ['x'.repeat(500), 'x'.repeat(60)],
  ])('T65: a place holds letters and not many: %s', (city, place) => {
    expect(visitOf({ 'cloudfront-viewer-city': city }, START).place).toBe(place);
  });
});

describe('a browser has one of a few names', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36`, 'Chrome, Windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`, 'Edge, Windows'],
    [
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Chrome/140.0.0.0 Safari/537.36 OPR/120.0`,
      'Opera, macOS',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15',
      'Safari, macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari, iOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Mobile/15E148 Safari/604.1',
      'Chrome, iOS',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; SM-S921B) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
      'Samsung Internet, Android',
    ],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/140.0.0.0 Safari/537.36`, 'Chrome, ChromeOS'],
    ['curl/8.5.0', '?'],
    ['<img src=x onerror=alert(1)> Windows', 'Windows'],
    ['', '?'],
  ])('%s', (userAgent, name) => {
    expect(browserOf(userAgent)).toBe(name);
  });
});
