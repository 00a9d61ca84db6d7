using PimSim.Models;

namespace PimSim.Traces;

/// <summary>How a line of a text format reads. A struct, so that the loop over the lines is compiled for each format.</summary>
internal interface IRequestSyntax
{
    /// <summary>Reads the line that starts at <paramref name="position"/>.</summary>
    /// <param name="text">Whole lines; the last byte is a line end.</param>
    /// <param name="position">Moved behind the line, or, for a fault, to where it is.</param>
    /// <param name="context">What the lines share.</param>
    /// <param name="request">The request, if it is one.</param>
    static abstract LineResult Parse(ReadOnlySpan<byte> text, ref int position, LineContext context, out Request request);
}
