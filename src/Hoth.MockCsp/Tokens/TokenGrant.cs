namespace Hoth.MockCsp.Tokens;

/// <summary>RFC 6749, section 5.1. Lifetime in seconds.</summary>
internal sealed record TokenGrant(string AccessToken, string TokenType, long ExpiresIn, string Scope);

/// <summary>RFC 6749, section 5.2.</summary>
internal sealed record TokenRefusal(string Error);
