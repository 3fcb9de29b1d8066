"""What the front ends say to screeners: about people that a platform will not let them reach."""

CANNOT_CHECK = "I could not find out whether you may do this, so I have done nothing. Please try again in a moment."
WHOM = "Say whom to invite: choose a person, or write the name of somebody who is not here yet."
NOT_A_PERSON = "That is a bot, and bots are not screened."
DEACTIVATED = "That account is deactivated, so no message would arrive. Invite the person by another account."
OUTSIDER = (
    "That person belongs to another workspace. I can only write to people who share a channel with me: add them to a "
    "shared channel first, or invite them as a guest."
)
NOT_FOUND = "I cannot find that person in this workspace."
