namespace PimSim.Traces;

/// <summary>Sorts the bytes of a burst by chip: byte b of each beat belongs to chip b * chips / bytes per beat.</summary>
internal static class ChipWords
{
    /// <summary>From beat order to the words of the chips one after another.</summary>
    public static void FromBeats(ReadOnlySpan<byte> beats, Span<byte> words, int chips, int beatBytes)
    {
        int chipBeatBytes = beatBytes / chips;
        int chipBytes = beats.Length / chips;
        for (int i = 0; i < beats.Length; i++)
        {
            int beat = i / beatBytes;
            int inBeat = i % beatBytes;
            int chip = inBeat / chipBeatBytes;
            words[(chip * chipBytes) + (beat * chipBeatBytes) + (inBeat % chipBeatBytes)] = beats[i];
        }
    }
}
