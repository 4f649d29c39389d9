import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { awsModelEndpoint } from '../../../adapters/aws/model-endpoint.ts';
import { sageMaker } from '../moto.ts';
import { places } from '../training-world.ts';

// moto cannot move an endpoint (UpdateEndpoint): that is in test/adapters/aws/model-endpoint.test.ts
describe('an endpoint on moto', () => {
  it('is made of a model and a configuration that it takes, and found again', async () => {
    const place = {
      name: `ads-${randomUUID().slice(0, 8)}-creative-scorer`,
      role: places.role,
      image: places.image,
      memoryMb: 2048,
      maxConcurrency: 5,
    };
    const endpoint = awsModelEndpoint({
      client: sageMaker,
      place,
      bucket: 'data',
      project: 'linkedin-ads',
      now: () => new Date(),
      sleep: (milliseconds) => sleep(milliseconds),
      deadline: new Date(Date.now() + 300_000),
    });
    const version = { model: 'creative_scorer', version: 'v1', sha256: 'abc' } as const;
    expect(await endpoint.serve(version)).toBe('serving');
    const { EndpointConfigName, EndpointStatus, CreationTime } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName: place.name }),
    );
    expect(EndpointStatus).toBe('InService');
    const configuration = await sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    const [variant] = configuration.ProductionVariants ?? [];
    expect(variant).toMatchObject({ ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } });
    const model = await sageMaker.send(new DescribeModelCommand({ ModelName: variant?.ModelName }));
    expect(model.PrimaryContainer).toMatchObject({
      ModelDataUrl: 's3://data/models/creative_scorer/v1/model.tar.gz',
      Environment: { MODEL_VERSION: 'v1', MODEL_SHA256: 'abc' },
    });
    expect(await endpoint.serve(version)).toBe('serving');
    const again = await sageMaker.send(new DescribeEndpointCommand({ EndpointName: place.name }));
    expect(again.CreationTime).toEqual(CreationTime);
  });
});
