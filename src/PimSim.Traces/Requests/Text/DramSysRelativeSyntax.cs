using PimSim.Models;

namespace PimSim.Traces;

/// <summary>DRAMSys <c>.rstl</c>: as <see cref="DramSysSyntax"/>, with cycles since the request before.</summary>
internal readonly struct DramSysRelativeSyntax : IRequestSyntax
{
    public static LineResult Parse(ReadOnlySpan<byte> text, ref int position, LineContext context, out Request request) =>
        DramSysSyntax.Parse(text, ref position, context, relative: true, out request);
}
