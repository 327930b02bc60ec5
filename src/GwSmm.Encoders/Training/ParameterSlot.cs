namespace GwSmm.Encoders;

/// <summary>An array that training changes, with its gradient.</summary>
/// <param name="Name">Its name, unique in the network.</param>
/// <param name="Values">The values.</param>
/// <param name="Gradient">Their gradient, as many.</param>
/// <param name="Decays">Whether weight decay shrinks it.</param>
/// <param name="Rate">Factor of the learning rate.</param>
internal sealed record ParameterSlot(string Name, float[] Values, float[] Gradient, bool Decays, double Rate = 1);
