using Hoth.CloudProviders;
using Hoth.Streams;

namespace Hoth.HttpJobs.Http;

/// <summary>A body on its way: each read has the request's whole timeout, so that a large download may take long but never hangs.</summary>
internal sealed class TransferStream(Stream inner, CallTimeout timeout, TimeSpan perRead) : ReadingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        timeout.Restart(perRead);
        try
        {
            return await Inner.ReadAsync(buffer, timeout.Token);
        }
        catch (Exception e) when (CspTransport.Explain(e, timeout) is { } failure)
        {
            throw new TransferException(failure);
        }
    }
}
