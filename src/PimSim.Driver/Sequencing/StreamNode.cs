namespace PimSim.Driver;

/// <summary>A part of what units do: an instruction or a loop. Rows, modes and barriers, which only the host sees, are left out.</summary>
/// <param name="First">Position in the program of the host from where on it is done.</param>
internal abstract record StreamNode(int First)
{
    /// <summary>Loops inside one another.</summary>
    public abstract int Height { get; }

    /// <summary>Entries of an instruction store that it takes with <paramref name="loops"/> loops of the same page around it.</summary>
    public abstract int Entries(int loops);

    /// <summary>True when both do the same with operands that may differ where operands can step.</summary>
    public abstract bool Resembles(StreamNode other);

    /// <summary>The instructions in it, in order.</summary>
    public abstract IEnumerable<StreamInstruction> Instructions();

    /// <summary>
    /// The same as the body of one more loop, <paramref name="above"/> loops further out: instruction i steps by
    /// <paramref name="steps"/>[i] with it.
    /// </summary>
    public abstract StreamNode Wrap(int above, Queue<FieldValues> steps);
}
