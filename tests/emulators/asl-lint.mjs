// Lints the machine that comes on standard input, as it is and with its placeholders filled in, and writes the findings.
import aslValidator from "asl-validator";
import statelint from "@wmfs/statelint";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const text = Buffer.concat(chunks).toString("utf8");
const findings = [];
for (const which of ["machine", "filled"]) {
  // Each linter gets its own copy: one of them writes into it.
  const { isValid, errorsText } = aslValidator(JSON.parse(text)[which], { checkArn: false, checkPaths: true });
  if (!isValid) findings.push(`asl-validator: ${which}: ${errorsText()}`);
  for (const problem of statelint().validate(JSON.parse(text)[which])) findings.push(`statelint: ${which}: ${problem}`);
}

process.stdout.write(JSON.stringify(findings));
