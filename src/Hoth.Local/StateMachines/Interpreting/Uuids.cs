using System.Security.Cryptography;
using System.Text;
using Hoth.Ports;

namespace Hoth.Local.StateMachines.Interpreting;

/// <summary>Version 4 UUIDs (RFC 9562) from the ids that tests can know.</summary>
internal static class Uuids
{
    public static string New(IIds ids)
    {
        // A hash spreads the randomness of the id's characters over the bytes.
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(ids.NewId())).AsSpan(0, 16);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
