using System.Text;
using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Decoding;
using Hoth.HttpJobs.Expressions;
using Hoth.Json;

namespace Hoth.HttpJobs.Http;

/// <summary>An answer to a request: its head, and its body as a stream that watches the time. Dispose it.</summary>
internal sealed class HttpJobAnswer(HttpResponseMessage response, Uri url, Stream body, CallTimeout timeout) : IAnswerHead, IAsyncDisposable
{
    /// <summary>Largest answer that is read as a whole: 4 MiB. A manifest of 10,000 signed links is about that.</summary>
    private const int LargestBody = 4 * 1024 * 1024;

    public int Status => (int)response.StatusCode;

    public bool IsSuccess => Status is >= 200 and <= 299;

    public bool IsRedirect => Status is >= 300 and <= 399;

    public bool IsTransient => HttpStatus.IsTransient(Status);

    public string Url => url.AbsoluteUri;

    /// <summary>Read it once. Throws <see cref="TransferException"/> where the transfer breaks.</summary>
    public Stream Body => body;

    /// <summary>A header's value, or null; several lines of one name are joined by commas.</summary>
    public string? Header(string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>How long the server asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) => RetryAfterHeader.Parse(Header("Retry-After"), now);

    /// <summary>The body as JSON, or as a JSON string when it is no JSON; null when it is empty.</summary>
    /// <exception cref="TransferException">It did not arrive whole.</exception>
    /// <exception cref="HttpJobException">It is too large.</exception>
    public async Task<JsonElement?> ReadBodyAsync(CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var plain = ContentDecoder.Plain(body, Header("Content-Encoding"));
        var part = new byte[16 * 1024];
        int read;
        while ((read = await plain.ReadAsync(part, cancellationToken)) > 0)
        {
            if (buffer.Length + read > LargestBody) throw HttpJobException.TooLarge("An answer that is read as a whole is larger than 4 MiB.");
            buffer.Write(part, 0, read);
        }

        if (buffer.Length == 0) return null;
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        using var document = StrictJson.TryParse(bytes, out _);
        return document?.RootElement.Clone() ?? JsonText.Of(Encoding.UTF8.GetString(bytes.Span));
    }

    public async ValueTask DisposeAsync()
    {
        await body.DisposeAsync();
        response.Dispose();
        timeout.Dispose();
    }
}

/// <summary>A transfer broke off after the head of the answer had come.</summary>
public sealed class TransferException(CspFailure failure) : Exception(failure.Detail)
{
    /// <summary>How.</summary>
    public CspFailure Failure { get; } = failure;
}
