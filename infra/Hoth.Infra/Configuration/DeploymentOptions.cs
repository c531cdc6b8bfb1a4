using Hoth.Functions.Tokens;

namespace Hoth.Infra.Configuration;

/// <summary>What a deployment may choose, by context keys (<c>npx cdk synth -c hoth:sandbox=true</c>, or cdk.json). docs/deployment.md explains each.</summary>
public sealed record DeploymentOptions
{
    /// <summary>What every key starts with.</summary>
    public const string Prefix = "hoth:";

    /// <summary>Name of the stack and start of every physical name; 1 to 32 of lower-case letters, digits and hyphens, so that all names fit.</summary>
    public string StackName { get; private init; } = "hoth";

    /// <summary>Where the package's Amazon packages come from: <c>nuget</c> or <c>compat</c> (docs/adr/0002-compat.md).</summary>
    public string AwsPackages { get; private init; } = "nuget";

    /// <summary>Processor of the functions: <c>x64</c> or <c>arm64</c> (Graviton).</summary>
    public string Architecture { get; private init; } = "x64";

    /// <summary>Compiles the functions to native code: recommended for production (docs/adr/0023-native-aot.md).</summary>
    public bool NativeAot { get; private init; }

    /// <summary>Leaves out what AWS GovCloud does not have.</summary>
    public bool GovCloud { get; private init; }

    /// <summary>A stack to throw away: everything goes with it, data included.</summary>
    public bool Sandbox { get; private init; }

    /// <summary>Name of the API's stage, the first segment of its URLs.</summary>
    public string Stage { get; private init; } = "prod";

    /// <summary>Address of the API as clients see it, when it has a domain of its own; null: API Gateway's.</summary>
    public string? PublicUrl { get; private init; }

    /// <summary>Whose tokens are taken (their <c>iss</c>); null: nobody's.</summary>
    public string? TokenIssuer { get; private init; }

    /// <summary>The tokens' <c>aud</c>.</summary>
    public string? TokenAudience { get; private init; }

    /// <summary>Where the issuer publishes its keys.</summary>
    public string? TokenJwksUrl { get; private init; }

    /// <summary>The tokens' <c>typ</c>: <c>at+jwt</c>, or <c>JWT</c> for that, JWT and none.</summary>
    public string TokenType { get; private init; } = TokenSettings.AccessTokenType;

    /// <summary>What QA runs may test: absolute URLs with blanks between them; null: nothing.</summary>
    public string? QaTargets { get; private init; }

    /// <summary>Lowest level of the functions' log entries.</summary>
    public string LogLevel { get; private init; } = "Information";

    /// <summary>Days that logs are kept; one of those CloudWatch knows.</summary>
    public int LogDays { get; private init; } = 90;

    /// <summary>Requests per second that the stage lets through, 1 to 10,000.</summary>
    public int RateLimit { get; private init; } = 100;

    /// <summary>Requests at once that the stage lets through, 1 to 5,000.</summary>
    public int BurstLimit { get; private init; } = 200;

    /// <summary>A web ACL in front of the API.</summary>
    public bool Waf { get; private init; } = true;

    /// <summary>Requests of one address in 5 minutes that the web ACL lets through, 100 to 2,000,000,000.</summary>
    public int WafRateLimit { get; private init; } = 3000;

    /// <summary>Sets the role by which API Gateway logs, which is one for the whole account and region. False where the account has it already.</summary>
    public bool ApiGatewayAccount { get; private init; } = true;

    /// <summary>ARN or name of the policy that bounds every role and user.</summary>
    public string? PermissionsBoundary { get; private init; }

    /// <summary>The network that the functions run in; null: Lambda's own.</summary>
    public string? VpcId { get; private init; }

    /// <summary>Its subnets for the functions.</summary>
    public IReadOnlyList<string> SubnetIds { get; private init; } = [];

    /// <summary>Interface endpoints of execute-api. With them the API is private, without it is regional.</summary>
    public IReadOnlyList<string> ApiEndpointIds { get; private init; } = [];

    /// <summary>Makes the CSPs' secrets, without a value. False: they are there already, under their names.</summary>
    public bool CreateSecrets { get; private init; } = true;

    /// <summary>Key of the secrets that are there already, when it is a customer key.</summary>
    public string? SecretsKeyArn { get; private init; }

    /// <summary>Gets the alarms.</summary>
    public string? AlarmEmail { get; private init; }

    /// <summary>A folder or zip with the functions that was published before; null: synth publishes it.</summary>
    public string? Package { get; private init; }

    /// <summary>Every key.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        .. typeof(DeploymentOptions).GetProperties()
            .Where(p => p.CanWrite && !p.GetMethod!.IsStatic && p.GetMethod.IsPublic)
            .Select(p => ContextReader.KeyOf(p.Name)),
    ];

    /// <summary>Reads and checks them.</summary>
    /// <param name="context">A key's value, or null: text, a boolean or a number, as the CLI or cdk.json has it.</param>
    /// <exception cref="DeploymentOptionsException">Names every violation.</exception>
    public static DeploymentOptions Read(Func<string, object?> context)
    {
        var reader = new ContextReader(context);
        var defaults = new DeploymentOptions();
        var options = new DeploymentOptions
        {
            StackName = reader.Text(nameof(StackName), "^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$", "1 to 32 of a-z 0-9 -") ?? defaults.StackName,
            AwsPackages = reader.Text(nameof(AwsPackages), "^(nuget|compat)$", "nuget or compat") ?? defaults.AwsPackages,
            Architecture = reader.Text(nameof(Architecture), "^(x64|arm64)$", "x64 or arm64") ?? defaults.Architecture,
            NativeAot = reader.Flag(nameof(NativeAot), defaults.NativeAot),
            GovCloud = reader.Flag(nameof(GovCloud), defaults.GovCloud),
            Sandbox = reader.Flag(nameof(Sandbox), defaults.Sandbox),
            Stage = reader.Text(nameof(Stage), "^[a-zA-Z0-9_]{1,64}$", "1 to 64 of a-z A-Z 0-9 _") ?? defaults.Stage,
            PublicUrl = reader.Text(nameof(PublicUrl), @"^https://[^\s?#@]+$", "an https URL without query and fragment"),
            TokenIssuer = reader.Text(nameof(TokenIssuer), @"^\S+$", "an issuer"),
            TokenAudience = reader.Text(nameof(TokenAudience), @"^\S+$", "an audience"),
            TokenJwksUrl = reader.Text(nameof(TokenJwksUrl), @"^https://[^\s#@]+$", "an https URL without fragment"),
            TokenType = reader.Text(nameof(TokenType), @"^(at\+jwt|JWT)$", "at+jwt or JWT") ?? defaults.TokenType,
            QaTargets = reader.Text(nameof(QaTargets), @"^https?://[^\s?#@]+( https?://[^\s?#@]+)*$", "absolute URLs without query and fragment, with blanks between them"),
            LogLevel = reader.Text(nameof(LogLevel), "^(Trace|Debug|Information|Warning|Error|Critical)$", "Trace, Debug, Information, Warning, Error or Critical") ?? defaults.LogLevel,
            LogDays = reader.Number(nameof(LogDays), defaults.LogDays, 1, 3653, Logs.Retentions),
            RateLimit = reader.Number(nameof(RateLimit), defaults.RateLimit, 1, 10_000),
            BurstLimit = reader.Number(nameof(BurstLimit), defaults.BurstLimit, 1, 5_000),
            Waf = reader.Flag(nameof(Waf), defaults.Waf),
            WafRateLimit = reader.Number(nameof(WafRateLimit), defaults.WafRateLimit, 100, 2_000_000_000),
            ApiGatewayAccount = reader.Flag(nameof(ApiGatewayAccount), defaults.ApiGatewayAccount),
            PermissionsBoundary = reader.Text(nameof(PermissionsBoundary), @"^(arn:[a-z-]+:iam::\w*:policy/\S+|[\w+=,.@-]{1,128})$", "a policy's ARN or name"),
            VpcId = reader.Text(nameof(VpcId), "^vpc-[0-9a-f]+$", "a VPC's id"),
            SubnetIds = reader.List(nameof(SubnetIds), "^subnet-[0-9a-f]+$", "subnet ids, with commas between them"),
            ApiEndpointIds = reader.List(nameof(ApiEndpointIds), "^vpce-[0-9a-f]+$", "VPC endpoint ids, with commas between them"),
            CreateSecrets = reader.Flag(nameof(CreateSecrets), defaults.CreateSecrets),
            SecretsKeyArn = reader.Text(nameof(SecretsKeyArn), @"^arn:[a-z-]+:kms:\S+:key/\S+$", "a key's ARN"),
            AlarmEmail = reader.Text(nameof(AlarmEmail), @"^[^\s@]+@[^\s@]+$", "an e-mail address"),
            Package = reader.Text(nameof(Package), ".", "a path"),
        };
        if (options.VpcId is null != (options.SubnetIds.Count == 0))
        {
            reader.Refuse($"{ContextReader.KeyOf(nameof(VpcId))} and {ContextReader.KeyOf(nameof(SubnetIds))} go together");
        }

        if (new[] { options.TokenIssuer, options.TokenAudience, options.TokenJwksUrl }.Count(value => value is null) is 1 or 2)
        {
            reader.Refuse($"{ContextReader.KeyOf(nameof(TokenIssuer))}, {ContextReader.KeyOf(nameof(TokenAudience))} and {ContextReader.KeyOf(nameof(TokenJwksUrl))} go together");
        }

        if (options is { CreateSecrets: true, SecretsKeyArn: not null })
        {
            reader.Refuse($"{ContextReader.KeyOf(nameof(SecretsKeyArn))} is for secrets that are there already ({ContextReader.KeyOf(nameof(CreateSecrets))} is true)");
        }

        return reader.Violations.Count == 0 ? options : throw new DeploymentOptionsException(reader.Violations);
    }

    /// <summary>A key that is misspelt would leave the default in place, silently.</summary>
    /// <param name="keys">Every key of the context.</param>
    /// <exception cref="DeploymentOptionsException">Names every key of Hoth's that there is not.</exception>
    public static void RefuseUnknown(IEnumerable<string> keys)
    {
        var unknown = keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Except(Keys).Select(key => $"{key} is no key of Hoth's (docs/deployment.md).").ToList();
        if (unknown.Count > 0) throw new DeploymentOptionsException(unknown);
    }
}
