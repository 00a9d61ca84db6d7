namespace PimSim.Traces;

/// <summary>How a line of a text format of commands reads.</summary>
internal interface ICommandSyntax
{
    /// <summary>Called once with the front of a file: reads a header where the format has one.</summary>
    /// <param name="line">The first line without its end.</param>
    /// <param name="file">For messages.</param>
    /// <returns>Whether the line was a header.</returns>
    bool ReadHeader(ReadOnlySpan<byte> line, string file);

    /// <summary>Reads a line that is not blank.</summary>
    /// <param name="text">The line and its end, one byte.</param>
    /// <param name="name">Where the name of the command stands.</param>
    /// <param name="placed">Where and when.</param>
    /// <param name="at">Where the fault is, if there is one.</param>
    /// <returns>What belongs there, or null.</returns>
    string? Parse(ReadOnlySpan<byte> text, out Range name, out LocatedCommand placed, out int at);

    /// <summary>The command's name in the standard, or null.</summary>
    string? StandardName(string name);

    /// <summary>Makes places that the format numbers in its own way those of the device.</summary>
    void Settle(ref LocatedCommand placed, Models.Organization organization);
}
