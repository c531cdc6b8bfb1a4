// Runs the AwsSolutions and NIST 800-53 R5 rules of cdk-nag over a template and writes what they say, exceptions in its metadata
// included. Arguments: the templates' files. https://github.com/cdklabs/cdk-nag
import { App, Aspects, DefaultStackSynthesizer, Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { AwsSolutionsChecks, NIST80053R5Checks } from "cdk-nag";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const findings = [];
const templates = [];
const add = (kind) => (data) => findings.push({
  kind,
  rule: data.ruleOriginalName ? `${data.nagPackName}-${data.ruleOriginalName}` : data.ruleId,
  id: data.ruleId,
  level: data.ruleLevel,
  template: process.argv[2 + templates.indexOf(Stack.of(data.resource))],
  resource: Stack.of(data.resource).resolve(data.resource.logicalId),
  finding: data.findingId ?? "",
  info: data.ruleInfo,
  reason: data.suppressionReason ?? data.errorMessage ?? "",
});
const logger = {
  onCompliance: () => {},
  onNonCompliance: add("finding"),
  onSuppressed: add("excepted"),
  onError: add("error"),
  onSuppressedError: add("error"),
  onNotApplicable: () => {},
};

const output = mkdtempSync(join(tmpdir(), "hoth-nag-"));
try {
  const app = new App({ outdir: output, analyticsReporting: false });
  for (const [index, templateFile] of process.argv.slice(2).entries()) {
    // The template has a parameter and a rule for its bootstrap version already.
    const stack = new Stack(app, `template${index}`, { synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
    new CfnInclude(stack, "include", { templateFile });
    templates.push(stack);
  }

  for (const Pack of [AwsSolutionsChecks, NIST80053R5Checks]) Aspects.of(app).add(new Pack({ additionalLoggers: [logger], reports: false }));
  app.synth();
} finally {
  rmSync(output, { recursive: true, force: true });
}

process.stdout.write(JSON.stringify(findings));
