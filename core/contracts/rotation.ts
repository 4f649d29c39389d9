/** The rotation of the LinkedIn token, as Secrets Manager drives it. */
import { z } from 'zod';

/** What Secrets Manager sends for each step of a rotation. The names are its own. */
export const rotationRequest = z.object({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: z.string().min(1),
  /** Also the id of the version that the rotation makes. */
  ClientRequestToken: z.string().min(1),
  RotationToken: z.string().optional(),
});

export type RotationRequest = z.infer<typeof rotationRequest>;

export const tokenRotatorOutput = z.object({
  step: rotationRequest.shape.Step,
  /** `superseded`: a person signed in meanwhile, and that token stays. */
  result: z.enum(['done', 'nothing_to_do', 'superseded']),
});

export type TokenRotatorOutput = z.infer<typeof tokenRotatorOutput>;
